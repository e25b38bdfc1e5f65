using System.Globalization;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>Writes what Powens answers, with the divergences switched on. The caller holds the simulator's lock.</summary>
internal sealed class PowensJson(PowensSimulator powens)
{
    private PowensDivergences Divergences => powens.Divergences;

    public JsonObject Connection(PowensConnection connection, string? expand = null)
    {
        connection.Repair.Settle();
        var repair = connection.Repair;
        var state = repair.State;
        var json = new JsonObject
        {
            ["id"] = connection.Id,
            ["id_user"] = connection.User.Id,
            ["id_connector"] = PowensConnector.Id,
            ["id_provider"] = PowensConnector.Id,
            ["id_bank"] = PowensConnector.Id,
            ["state"] = state ?? (Divergences.EmptyStateWhenHealthy ? "" : null),
            ["error"] = state,
            ["error_message"] = repair.Message,
            ["fields"] = Fields(connection),
            ["last_update"] = Date(connection.LastSyncedAt),
            ["created"] = Date(connection.CreatedAt),
            ["active"] = connection.IsActive,
            ["last_push"] = Date(connection.LastSyncedAt),
            ["expire"] = Date(repair.StepExpiresAt),
            ["connector_uuid"] = PowensConnector.Uuid,
            ["next_try"] = Date(repair.Step is null ? connection.NextTryAt : repair.Step.Until),
        };
        if (Divergences.OmitsState)
        {
            json.Remove("state");
        }

        Expand(json, connection, expand ?? "");
        return json;
    }

    public JsonArray Sources(PowensConnection connection) => new([.. connection.Sources.Select(source => Source(connection, source))]);

    public JsonObject Source(PowensConnection connection, PowensSource source)
    {
        var step = connection.Repair.Step;
        var concerned = step is not null && (step.Source ?? connection.Sources[0].Name) == source.Name;
        return new JsonObject
        {
            ["id"] = source.Id,
            ["id_connection"] = connection.Id,
            ["id_connector_source"] = source.Name == "openapi" ? 71 : 72,
            ["name"] = source.Name,
            ["last_update"] = Date(connection.LastSyncedAt),
            ["disabled"] = Date(source.DisabledAt),
            ["created"] = Date(connection.CreatedAt),
            ["state"] = concerned ? connection.Repair.State : null,
            ["access_expire"] = Date(source.AccessExpiresAt),
            ["expire"] = concerned ? Date(connection.Repair.StepExpiresAt) : null,
            ["next_try"] = Date(concerned ? step!.Until : connection.NextTryAt),
        };
    }

    public JsonArray Accounts(IEnumerable<(PowensConnection Connection, PowensAccount Account)> accounts) =>
        new([.. accounts.Select(pair => Account(pair.Connection, pair.Account))]);

    public JsonObject Account(PowensConnection connection, PowensAccount account) => new()
    {
        ["id"] = account.Id,
        ["id_connection"] = connection.Id,
        ["id_user"] = connection.User.Id,
        ["id_source"] = connection.Sources[0].Id,
        ["id_parent"] = null,
        ["number"] = account.Number,
        ["webid"] = account.Webid,
        ["original_name"] = account.Name,
        ["name"] = account.Name,
        ["balance"] = Number(account.Balance),
        ["coming"] = null,
        ["currency"] = new JsonObject
        {
            ["id"] = account.Currency,
            ["name"] = account.Currency,
            ["symbol"] = account.Currency,
            ["precision"] = 2,
        },
        ["type"] = Divergences.AccountTypeAsObject ? new JsonObject { ["id"] = 2, ["name"] = account.Type } : account.Type,
        ["id_type"] = 2,
        ["display"] = true,
        ["bookmarked"] = Divergences.NumbersAsText ? JsonValue.Create(false) : JsonValue.Create(0),
        ["iban"] = account.Iban,
        ["usage"] = "PRIV",
        ["ownership"] = "owner",
        ["company_name"] = null,
        ["loan"] = null,
        ["last_update"] = Date(connection.LastSyncedAt),
        ["deleted"] = Date(account.DeletedAt),
        ["disabled"] = Date(account.DisabledAt),
        ["error"] = null,
    };

    public JsonObject Error(string code, string description, string? bankMessage)
    {
        var written = code == "wrongpass" && Divergences.SpellsWrongPassWithCapital ? "wrongPass" : code;
        if (Divergences.ShortErrors)
        {
            return new JsonObject { ["code"] = written, ["message"] = bankMessage ?? description };
        }

        var requestId = powens.NextRequestId();
        return new JsonObject
        {
            ["code"] = written,
            ["description"] = description,
            ["message"] = bankMessage,
            ["request_id"] = Divergences.RequestIdAsText ? JsonValue.Create(requestId.ToString(CultureInfo.InvariantCulture)) : JsonValue.Create(requestId),
        };
    }

    public JsonObject Token(string token) => new()
    {
        [Divergences.NamesTokenToken ? "token" : "access_token"] = token,
        ["token_type"] = "Bearer",
    };

    private JsonArray? Fields(PowensConnection connection)
    {
        var repair = connection.Repair;
        if (repair.State != repair.Step?.State)
        {
            return null;
        }

        return repair.Step switch
        {
            { Kind: PowensStepKind.Code } step => new JsonArray(Field(step.FieldName, "text", step.FieldLabel, step.FieldPattern)),
            { Kind: PowensStepKind.Credentials } => new JsonArray([.. PowensConnector.CredentialFields.Select(Copy)]),
            { Kind: PowensStepKind.NewPassword } => new JsonArray(Field("password", "password", "Mot de passe", pattern: null)),
            _ => null,
        };
    }

    private JsonNode Copy((string Name, string Type, string Label) field) => Field(field.Name, field.Type, field.Label, pattern: null);

    private JsonObject Field(string name, string type, string label, string? pattern)
    {
        var field = new JsonObject { ["name"] = name, ["type"] = type, ["label"] = label };
        if (!Divergences.PartialFields)
        {
            field["connector_sources"] = new JsonArray("openapi");
            field["auth_mechanisms"] = new JsonArray("credentials");
            field["required"] = true;
            field["regex"] = pattern;
            field["values"] = null;
        }

        return field;
    }

    private void Expand(JsonObject json, PowensConnection connection, string expand)
    {
        foreach (var part in expand.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var name = part.Split('[', '.')[0];
            json[name] = name switch
            {
                "connector" => PowensConnector.Json(),
                "sources" => Sources(connection),
                "accounts" => Accounts(connection.Accounts.Where(account => account.IsListed).Select(account => (connection, account))),
                "all_accounts" => Accounts(connection.Accounts.Select(account => (connection, account))),
                _ => new JsonArray(),
            };
        }
    }

    private JsonValue? Number(decimal? number) => number is not { } value ? null
        : Divergences.NumbersAsText ? JsonValue.Create(value.ToString(CultureInfo.InvariantCulture))
        : JsonValue.Create(value);

    private JsonValue? Date(DateTimeOffset? instant) =>
        instant is { } value ? JsonValue.Create(PowensDates.Write(value, Divergences.IsoDates)) : null;
}
