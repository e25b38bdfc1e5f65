using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>The one bank the simulator knows: Powens' own test connector. Powens: Connectors.</summary>
internal static class PowensConnector
{
    public const long Id = 40;

    public const string Uuid = "338178e6-3d01-564f-9a7b-52ca442459bf";

    public const string Name = "Connecteur de test";

    public static (string Name, string Type, string Label)[] CredentialFields { get; } =
    [
        ("login", "text", "Identifiant"),
        ("password", "password", "Mot de passe"),
    ];

    public static bool Is(string idOrUuid) => idOrUuid is "40" or Uuid;

    public static JsonObject Json() => new()
    {
        ["id"] = Id,
        ["uuid"] = Uuid,
        ["name"] = Name,
        ["auth_mechanism"] = "credentials",
        ["available_auth_mechanisms"] = new JsonArray("credentials", "webauth"),
        ["capabilities"] = new JsonArray("bank"),
        ["restricted"] = false,
        ["hidden"] = false,
        ["beta"] = false,
        ["charged"] = true,
        ["months_to_fetch"] = null,
        ["fields"] = Fields(),
        ["sources"] = Sources(),
    };

    public static JsonArray Fields() => new(
    [
        Field("openapiwebsite", "list", "Type de compte", new JsonArray(Choice("Particuliers", "par"), Choice("Professionnels", "pro"))),
        .. CredentialFields.Select(field => Field(field.Name, field.Type, field.Label, values: null)),
    ]);

    public static JsonArray Sources() => new(
        new JsonObject { ["id"] = 71, ["name"] = "openapi", ["auth_mechanism"] = "webauth", ["priority"] = 1 },
        new JsonObject { ["id"] = 72, ["name"] = "directaccess", ["auth_mechanism"] = "credentials", ["priority"] = 2 });

    /// <summary>What the test connector's <c>openapiwebsite</c> value leads to; null when the value is unknown.</summary>
    public static Action<PowensConnectionSetup>? Scenario(string website) => website switch
    {
        "par" or "pro" => static _ => { }
        ,
        "wrongpass" => static setup => setup.WrongPassword(),
        "passwordExpired" => static setup => setup.PasswordExpired(),
        "actionNeeded" => static setup => setup.ActionNeeded(),
        "additionalInformationNeeded" => static setup => setup.NeedsOtp("abcd", "openapisms", "Code SMS", pattern: null),
        "shortDecoupled" or "AppValidationCancelled" or "AppValidationExpired" => static setup => setup.NeedsApproval(),
        "SCARequired" => static setup => setup.NeedsConsent(),
        "SCARequiredAndOTP" => static setup => setup.NeedsConsent().NeedsOtp("abcd", "openapisms", "Code SMS", pattern: null),
        "SCARequiredAndDecoupled" => static setup => setup.NeedsConsent().NeedsApproval(),
        "webauthRequired" => static setup => setup.NeedsRedirect(),
        "bug" => static setup => setup.Bug(),
        _ => null,
    };

    private static JsonObject Field(string name, string type, string label, JsonArray? values) => new()
    {
        ["name"] = name,
        ["type"] = type,
        ["label"] = label,
        ["connector_sources"] = new JsonArray("openapi", "directaccess"),
        ["auth_mechanisms"] = new JsonArray("credentials"),
        ["required"] = true,
        ["regex"] = null,
        ["values"] = values,
    };

    private static JsonObject Choice(string label, string value) => new() { ["label"] = label, ["value"] = value };
}
