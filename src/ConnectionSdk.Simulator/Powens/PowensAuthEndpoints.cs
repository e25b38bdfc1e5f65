using System.Globalization;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>Powens: Authentication.</summary>
internal sealed class PowensAuthEndpoints(PowensSimulator powens)
{
    private static readonly TimeSpan TemporaryTokenLasts = TimeSpan.FromMinutes(30);

    public SimulatedResponse Init(RecordedCall call)
    {
        var isPermanent = PowensApi.Value(call, "client_secret") is not null;
        if (isPermanent)
        {
            CheckClient(call);
        }

        powens.UsersCreated++;
        var user = powens.CreateUser(isPermanent ? null : TemporaryTokenLasts);
        return SimulatedResponse.Json(new JsonObject
        {
            ["auth_token"] = user.Token,
            ["type"] = isPermanent ? "permanent" : "temporary",
            ["id_user"] = user.Id,
            ["expires_in"] = isPermanent ? null : (int)TemporaryTokenLasts.TotalSeconds,
        });
    }

    public SimulatedResponse Renew(RecordedCall call)
    {
        CheckClient(call);
        if (PowensApi.Value(call, "id_user") is not { } text)
        {
            // Powens creates a user here, and bills for it.
            powens.UsersCreated++;
            return SimulatedResponse.Json(powens.Json.Token(powens.CreateUser(lifetime: null).Token));
        }

        if (!long.TryParse(text, CultureInfo.InvariantCulture, out var id) || powens.FindUser(id) is null)
        {
            throw PowensFailure.Unacceptable("id_user");
        }

        if (PowensApi.Value(call, "revoke_previous") is "true")
        {
            powens.Tokens.RevokeAll(id);
        }

        return SimulatedResponse.Json(powens.Json.Token(powens.Tokens.MintToken(id, lifetime: null)));
    }

    public SimulatedResponse Code(RecordedCall call, PowensUser user)
    {
        var type = call.Query.GetValueOrDefault("type", "requestAccess");
        if (type is not ("singleAccess" or "requestAccess"))
        {
            throw PowensFailure.Unacceptable("type");
        }

        var isSingle = type == "singleAccess";
        return SimulatedResponse.Json(new JsonObject
        {
            ["code"] = powens.Tokens.MintCode(user.Id, powens.TemporaryCodeLasts, isSingle),
            ["type"] = "temporary",
            ["access"] = isSingle ? "single" : "standard",
            ["expires_in"] = (int)powens.TemporaryCodeLasts.TotalSeconds,
        });
    }

    public SimulatedResponse Access(RecordedCall call)
    {
        CheckClient(call);
        return powens.Tokens.Redeem(PowensApi.Required(call, "code")) is { } id
            ? SimulatedResponse.Json(powens.Json.Token(powens.Tokens.MintToken(id, lifetime: null)))
            : throw PowensFailure.Unacceptable("code");
    }

    public SimulatedResponse Revoke(RecordedCall call, PowensUser user) =>
        powens.Tokens.Revoke(call.BearerToken!) ? SimulatedResponse.NoContent
        : throw new PowensFailure(403, "forbidden", $"A temporary code of user {user.Id} cannot be revoked");

    public SimulatedResponse DeleteUser(PowensUser user)
    {
        foreach (var connection in user.Connections)
        {
            connection.IsGone = true;
        }

        powens.Tokens.RevokeAll(user.Id);
        return SimulatedResponse.NoContent;
    }

    public SimulatedResponse Client(string id) => id == powens.ClientId
        ? SimulatedResponse.Json(new JsonObject
        {
            ["id"] = id,
            ["redirect_uris"] = new JsonArray([.. powens.RedirectUris.Select(uri => (JsonNode)uri)]),
        })
        : throw PowensFailure.NotFound();

    private void CheckClient(RecordedCall call)
    {
        if (PowensApi.Required(call, "client_id") != powens.ClientId || PowensApi.Required(call, "client_secret") != powens.ClientSecret)
        {
            throw PowensFailure.Unauthorized();
        }
    }
}
