using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>The bank's own authorisation page, and the two calls that lead to it (<c>/webauth-url</c>, <c>/webauth</c>).</summary>
internal sealed class PowensBankPages(PowensSimulator powens)
{
    private readonly Dictionary<string, Visit> _visits = new(StringComparer.Ordinal);

    public SimulatedResponse WebauthUrl(RecordedCall call, PowensUser user)
    {
        var url = Begin(call, user);
        return SimulatedResponse.Json(new JsonObject { ["url"] = url.AbsoluteUri });
    }

    public SimulatedResponse Webauth(RecordedCall call)
    {
        var user = powens.Tokens.Redeem(PowensApi.Required(call, "token")) is { } id ? powens.FindUser(id) : null;
        return SimulatedResponse.RedirectTo(Begin(call, user ?? throw PowensFailure.Unauthorized()));
    }

    /// <summary>Sends a browser to the bank for a connection, and back to <paramref name="returnTo"/>.</summary>
    public Uri Begin(PowensConnection connection, string returnTo, string? state) =>
        Open(new Visit(connection, connection.User, connection.Repair.AskForConsent(), returnTo, state));

    public SimulatedResponse Answer(RecordedCall call, string ticket)
    {
        if (!_visits.TryGetValue(ticket, out var visit))
        {
            return new HtmlPage("This link does not exist", "error").ToResponse(404);
        }

        if (visit.Challenge is { } challenge && (challenge.Outcome is not null || challenge.ExpiresAt <= powens.Clock.GetUtcNow()))
        {
            return SimulatedResponse.RedirectTo(Failed(visit, "session_expired", null));
        }

        if (call.Method != "POST")
        {
            return Page(visit.Connection?.Login.Name);
        }

        return SimulatedResponse.RedirectTo(FormBody.Read(call).GetValueOrDefault("action") switch
        {
            "approve" => Approve(visit),
            "fail" => Failed(visit, "wrongpass", "Authentication failed"),
            "expire" => Failed(visit, "session_expired", null),
            _ => Cancel(visit),
        });
    }

    private static SimulatedResponse Page(string? login) => new HtmlPage("Your bank", "bank")
        .Text($"Example App asks to read the accounts of {login ?? "a new customer"} for 180 days.")
        .Button("approve", "Authorise access")
        .Button("cancel", "Cancel", quiet: true)
        .ToResponse();

    private Uri Begin(RecordedCall call, PowensUser user)
    {
        if (PowensApi.Required(call, "client_id") != powens.ClientId)
        {
            throw PowensFailure.Unacceptable("client_id");
        }

        var returnTo = PowensApi.Required(call, "redirect_uri");
        if (returnTo.Contains('?', StringComparison.Ordinal) || (powens.RedirectUris.Count > 0 && !powens.RedirectUris.Contains(returnTo)))
        {
            throw PowensFailure.Unacceptable("redirect_uri");
        }

        var state = call.Query.GetValueOrDefault("state");
        if (!call.Query.TryGetValue("id_connection", out var id))
        {
            return PowensConnector.Is(PowensApi.Required(call, "id_connector"))
                ? Open(new Visit(null, user, null, returnTo, state))
                : throw PowensFailure.Unacceptable("id_connector");
        }

        var connection = long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? powens.FindConnection(number) : null;
        if (connection is null || connection.User != user)
        {
            throw PowensFailure.NotFound();
        }

        connection.Repair.Settle();
        return connection.Repair.Step is { Kind: PowensStepKind.Redirect }
            ? Begin(connection, returnTo, state)
            : throw new PowensFailure(409, "invalidValue", "The connection is already up to date");
    }

    private Uri Approve(Visit visit)
    {
        var connection = visit.Connection;
        if (connection is null)
        {
            powens.ConnectionsCreated++;
            connection = powens.CreateConnection(visit.User, static _ => { });
        }
        else
        {
            var result = connection.Login.Decide(visit.Challenge, BankSubmissionKind.Consent, agrees: true);
            if (result != BankResult.Accepted)
            {
                return Failed(visit, "session_expired", null);
            }

            connection.Repair.CompleteIfAccepted(result);
            connection.SignalChange();
        }

        _visits.Remove(visit.Ticket);
        return ReturnAddress.With(
            visit.ReturnTo,
            ("id_connection", connection.Id.ToString(CultureInfo.InvariantCulture)),
            ("state", visit.State));
    }

    private Uri Cancel(Visit visit)
    {
        visit.Connection?.Login.Decide(visit.Challenge, BankSubmissionKind.Consent, agrees: false);
        return Failed(visit, "access_denied", "The user cancelled");
    }

    private Uri Failed(Visit visit, string error, string? description)
    {
        _visits.Remove(visit.Ticket);
        return ReturnAddress.With(visit.ReturnTo, ("error", error), ("error_description", description), ("state", visit.State));
    }

    private Uri Open(Visit visit)
    {
        _visits.Add(visit.Ticket, visit);
        return new Uri(powens.BaseAddress, "bank/" + visit.Ticket);
    }

    private sealed record Visit(PowensConnection? Connection, PowensUser User, BankChallenge? Challenge, string ReturnTo, string? State)
    {
        public string Ticket { get; } = RandomNumberGenerator.GetHexString(24, lowercase: true);
    }
}
