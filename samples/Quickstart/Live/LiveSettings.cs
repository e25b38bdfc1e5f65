using Microsoft.Extensions.Configuration;

namespace ConnectionSdk.Quickstart.Live;

/// <summary>The settings of a live run, all of them needed.</summary>
internal sealed class LiveSettings(IConfiguration configuration)
{
    private const string Path = "ConnectionSdk:Powens";

    private static readonly (string Key, string Example, string HowToGet)[] Settings =
    [
        ("Domain", "acme-sandbox", "the first label of your domain (acme-sandbox.biapi.pro), shown in the Powens console"),
        ("ClientId", "12345678", "the id of a client application of that domain, in the Powens console"),
        ("ClientSecret", "...", "the secret of that application, in the Powens console; user tokens are obtained with it"),
        ("RedirectUri", "https://app.example/callback", "an address you have registered with that application, without a query"),
        ("UserId", "42", "the id of the Powens user whose connections are read: id_user of the answer when your product created the user"),
    ];

    public IConfigurationSection Section { get; } = configuration.GetSection(Path);

    public UserRef User => new(new ProviderId("powens"), Section["UserId"]!);

    /// <summary>What is missing and how to get it, or null when all is there.</summary>
    public string? WhatIsMissing()
    {
        var missing = Settings.Where(setting => string.IsNullOrWhiteSpace(Section[setting.Key])).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var first = missing[0];
        return $"""
            --live needs {missing.Count} more setting{(missing.Count == 1 ? "" : "s")}:

            {string.Join(Environment.NewLine, missing.Select(setting => $"  {Path + ":" + setting.Key,-34}  {setting.HowToGet}"))}

            Set each as a user secret or as an environment variable:

              dotnet user-secrets --project samples/Quickstart set {Path}:{first.Key} {first.Example}
              export {Path.Replace(":", "__", StringComparison.Ordinal)}__{first.Key}={first.Example}
            """;
    }
}
