using System.Globalization;
using System.Security.Cryptography;
using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>The hosted pages: <c>{lang}/connect</c>, <c>reconnect</c>, <c>manage</c>. Powens: Webview.</summary>
internal sealed class PowensWebview(PowensSimulator powens, PowensBankPages bankPages)
{
    private static readonly TimeSpan SessionLasts = TimeSpan.FromMinutes(30);
    private static readonly string[] Languages = ["en", "fr", "de", "nl", "pt", "it", "es"];

    private readonly Dictionary<string, PowensWebviewSession> _sessions = new(StringComparer.Ordinal);

    public SimulatedResponse Answer(RecordedCall call, string[] path) => path switch
    {
        ["session", var id] => OfSession(call, id),
        [var language, "connect" or "reconnect" or "manage"] when Languages.Contains(language, StringComparer.Ordinal) => Open(call, path[1]),
        _ => new HtmlPage("Service unavailable", "error").ToResponse(503),
    };

    private SimulatedResponse Open(RecordedCall call, string flow)
    {
        string[] required = flow switch
        {
            "connect" => ["domain", "client_id", "redirect_uri"],
            "reconnect" => ["domain", "client_id", "redirect_uri", "code", "connection_id"],
            _ => ["domain", "client_id", "code"],
        };
        var missing = Array.Find(required, name => string.IsNullOrEmpty(call.Query.GetValueOrDefault(name)));
        if (missing is not null)
        {
            return Refused($"Missing parameter {missing}");
        }

        var returnTo = call.Query.GetValueOrDefault("redirect_uri");
        if (call.Query["domain"] != powens.Domain && call.Query["domain"] != powens.Domain.Split('.')[0])
        {
            return Refused("Unknown domain");
        }

        if (call.Query["client_id"] != powens.ClientId)
        {
            return Refused("Unknown client");
        }

        if (returnTo is not null && (returnTo.Contains('?', StringComparison.Ordinal) || (powens.RedirectUris.Count > 0 && !powens.RedirectUris.Contains(returnTo))))
        {
            return Refused("The redirect_uri is not registered");
        }

        return Open(call, flow, returnTo);
    }

    private SimulatedResponse Open(RecordedCall call, string flow, string? returnTo)
    {
        var session = new PowensWebviewSession(flow, returnTo, call.Query.GetValueOrDefault("state"), powens.Clock.GetUtcNow() + SessionLasts)
        {
            AsksForAllCredentials = call.Query.GetValueOrDefault("reset_credentials") == "true",
        };
        if (call.Query.TryGetValue("code", out var code))
        {
            session.User = powens.Tokens.Redeem(code) is { } userId ? powens.FindUser(userId) : null;
            if (session.User is null)
            {
                return SimulatedResponse.RedirectTo(session.Failed("session_expired", null));
            }
        }
        else
        {
            powens.UsersCreated++;
            session.User = powens.CreateUser(lifetime: TimeSpan.FromMinutes(30));
            session.IsAnonymous = true;
        }

        if (call.Query.TryGetValue("connection_id", out var id))
        {
            session.Connection = long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? powens.FindConnection(number) : null;
            if (session.Connection?.User != session.User)
            {
                return SimulatedResponse.RedirectTo(session.Failed("server_error", "Unknown connection"));
            }
        }

        var sessionId = RandomNumberGenerator.GetHexString(24, lowercase: true);
        _sessions.Add(sessionId, session);
        return SimulatedResponse.RedirectTo(AddressOf(sessionId));
    }

    private SimulatedResponse OfSession(RecordedCall call, string id)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            return Refused("This page is no longer open");
        }

        if (session.ExpiresAt <= powens.Clock.GetUtcNow())
        {
            return Leave(id, session.Failed("session_expired", null));
        }

        session.Connection?.Repair.Settle();
        if (call.Method != "POST")
        {
            return session.IsFinished ? Leave(id, Finished(session)) : PowensWebviewPages.For(session);
        }

        var form = FormBody.Read(call);
        return form.GetValueOrDefault("action") switch
        {
            "cancel" => Leave(id, session.Failed("access_denied", "The user cancelled")),
            "decline" => Leave(id, session.Failed("tos_declined", null)),
            "expire" => Leave(id, session.Failed("session_expired", null)),
            "fail" => Leave(id, session.Failed("server_error", "Technical failure")),
            var action => Act(id, session, action, form),
        };
    }

    private SimulatedResponse Act(string id, PowensWebviewSession session, string? action, IReadOnlyDictionary<string, string> form)
    {
        session.Error = null;
        try
        {
            if (action == "bank" && session.Connection is { } atBank)
            {
                return SimulatedResponse.RedirectTo(bankPages.Begin(atBank, AddressOf(id).AbsoluteUri, state: null));
            }

            Act(session, action, form);
        }
        catch (PowensFailure failure)
        {
            session.Error = failure.BankMessage ?? failure.Message;
        }

        session.Connection?.SignalChange();
        return session.IsFinished ? Leave(id, Finished(session)) : SimulatedResponse.RedirectTo(AddressOf(id));
    }

    private void Act(PowensWebviewSession session, string? action, IReadOnlyDictionary<string, string> form)
    {
        var values = form.Where(pair => pair.Key != "action").ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        if (session.Flow == "manage")
        {
            session.IsClosed = true;
            if (action == "delete" && session.Connection is { } unwanted)
            {
                unwanted.IsGone = true;
                session.HasDeleted = true;
                powens.ConnectionsDeleted++;
            }

            return;
        }

        if (session.Connection is null)
        {
            session.Connection = powens.CreateWithCredentials(session.User!, values);
            return;
        }

        var repair = session.Connection.Repair;
        switch (action)
        {
            case "approve" or "refuse":
                var result = session.Connection.Login.Decide(repair.Challenge, BankSubmissionKind.Approval, agrees: action == "approve");
                repair.CompleteIfAccepted(result);
                break;
            case "submit":
                repair.Submit(values, background: false);
                session.HasResetCredentials = true;
                break;
            default:
                repair.Force();
                break;
        }
    }

    private Uri Finished(PowensWebviewSession session)
    {
        var connectionId = session.Connection?.Id.ToString(CultureInfo.InvariantCulture);
        return session.Flow switch
        {
            "connect" => session.Back(
                ("connection_id", connectionId),
                ("code", session.IsAnonymous ? powens.Tokens.MintCode(session.User!.Id, powens.TemporaryCodeLasts, singleUse: true) : null)),
            "manage" when session.HasDeleted => session.Back(("connection_id", connectionId), ("connection_deleted", "true")),
            _ => session.Back(),
        };
    }

    private SimulatedResponse Leave(string id, Uri callback)
    {
        _sessions.Remove(id);
        return SimulatedResponse.RedirectTo(callback);
    }

    private Uri AddressOf(string sessionId) => new(powens.WebviewAddress, "session/" + sessionId);

    private static SimulatedResponse Refused(string why) => new HtmlPage("This page cannot be shown", "error").Text(why).ToResponse(400);
}
