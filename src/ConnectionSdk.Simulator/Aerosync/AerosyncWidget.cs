using ConnectionSdk.Simulator.Pages;
using Microsoft.AspNetCore.Http;

namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>The hosted widget: link, reconnect, and go on with a job's code. Aerosync: Reconnection widget.</summary>
internal sealed class AerosyncWidget(AerosyncSimulator aerosync)
{
    private const string WrongPassword = "INCORRECT_CREDENTIALS | Code: AC-117 | Message: The login or the password is not right.";
    private const string WrongCode = "INCORRECT_CREDENTIALS | Code: AC-117 | Message: The code is not right.";
    private const string Locked = "ACCOUNT_LOCKED | Code: AC-117 | Message: Your bank has locked this login.";
    private const string TimedOut = "POLLING_TIMEOUT | Code: AR-100 | Message: No response received from the user within the expected time frame.";
    private const string Failed = "SERVER_ERROR | Code: AR-500 | Message: Something went wrong on our side.";
    private const string TokenRefused = "INVALID_TOKEN | Code: AC-001 | Message: This page is no longer open.";

    // That there is an error is documented, its text is not.
    private const string AnotherAccount = "ACCOUNT_MISMATCH | Code: AC-000 | Message: Choose the account you linked before.";

    private readonly Dictionary<string, AerosyncWidgetSession> _sessions = new(StringComparer.Ordinal);

    public SimulatedResponse Answer(RecordedCall call, string[] path) => path switch
    {
        [] => Open(call),
        ["session", var id] => OfSession(call, id),
        _ => new HtmlPage("This page does not exist", "error").ToResponse(404),
    };

    private SimulatedResponse Open(RecordedCall call)
    {
        var grant = aerosync.Tokens.Find(call.Query.GetValueOrDefault("token"));
        if (grant is null || call.Query.GetValueOrDefault("aeroPassUserUuid") != grant.UserUuid)
        {
            return Refused();
        }

        AerosyncWidgetSession session;
        if (call.Query.GetValueOrDefault("handleMFA") == "true")
        {
            var connection = aerosync.Find(call.Query.GetValueOrDefault("connectionId"));
            var job = connection?.Jobs.Find(job => job.Id == call.Query.GetValueOrDefault("jobId"));
            if (job is null || connection!.UserUuid != grant.UserUuid)
            {
                return Refused();
            }

            session = new AerosyncWidgetSession(grant) { Job = job, Step = "code", Customer = connection.Customer, Challenge = job.Challenge };
        }
        else
        {
            session = new AerosyncWidgetSession(grant) { Step = grant.Reconnects is null ? "bank" : "credentials" };
        }

        var id = AerosyncSimulator.NewId();
        _sessions.Add(id, session);
        return SimulatedResponse.RedirectTo(AddressOf(id));
    }

    private SimulatedResponse OfSession(RecordedCall call, string id)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Grant.ExpiresAt <= aerosync.Clock.GetUtcNow())
        {
            return Refused();
        }

        session.Job?.Settle(aerosync.Clock.GetUtcNow());
        if (!HttpMethods.IsPost(call.Method))
        {
            return AerosyncWidgetPages.For(session, aerosync.SuccessShape);
        }

        Act(session, FormBody.Read(call));
        return SimulatedResponse.RedirectTo(AddressOf(id));
    }

    private void Act(AerosyncWidgetSession session, IReadOnlyDictionary<string, string> form)
    {
        session.Error = null;
        var action = form.GetValueOrDefault("action");
        switch (action, session.Step)
        {
            case (_, "done" or "closed"):
                break;
            case ("close", _):
                session.Step = "closed";
                break;
            case ("timeout", _):
                session.Error = TimedOut;
                break;
            case ("fail", _):
                session.Error = Failed;
                break;
            case ("bank", "bank"):
                session.Step = "credentials";
                break;
            case ("submit", "credentials"):
                LogIn(session, form.GetValueOrDefault("login"), form.GetValueOrDefault("password") ?? "");
                break;
            case ("submit", "code"):
                Enter(session, form.GetValueOrDefault("code") ?? "");
                break;
            case ({ } choice, "account"):
                Choose(session, choice);
                break;
            default:
                break;
        }
    }

    private void LogIn(AerosyncWidgetSession session, string? login, string password)
    {
        var customer = aerosync.FindCustomer(login);
        var result = customer?.Login.TryPassword(password) ?? BankResult.Wrong;
        if (result != BankResult.Accepted)
        {
            session.Error = result == BankResult.Locked || customer?.Login.IsLocked == true ? Locked : WrongPassword;
            return;
        }

        session.Customer = customer;
        session.Step = customer!.NeedsCode ? "code" : "account";
        session.Challenge = customer.NeedsCode ? customer.Login.Ask(BankSubmissionKind.Code, customer.Code) : null;
    }

    private void Enter(AerosyncWidgetSession session, string code)
    {
        var login = session.Customer!.Login;
        var result = login.TryCode(session.Challenge, code);
        switch (result)
        {
            case BankResult.Accepted when session.Job is { } job:
                job.GoOn(aerosync.Clock.GetUtcNow() + aerosync.JobTakes);
                Finish(session, [job.Connection]);
                break;
            case BankResult.Accepted:
                session.Step = "account";
                break;
            default:
                session.Error = login.IsLocked ? Locked : result == BankResult.NoSuchChallenge ? TimedOut : WrongCode;
                break;
        }
    }

    private void Choose(AerosyncWidgetSession session, string choice)
    {
        var accounts = session.Customer!.Accounts.Where((_, index) => choice == AerosyncWidgetPages.ChoiceOf(index) || choice == "all").ToList();
        if (accounts.Count == 0)
        {
            return;
        }

        if (session.Grant.Reconnects is not { } connection)
        {
            Finish(session, [.. accounts.Select(account => Link(session, account))]);
        }
        else if (accounts.Contains(connection.Account))
        {
            connection.Reconnected(session.Customer);
            Finish(session, [connection]);
        }
        else
        {
            connection.WrongAccountsChosen++;
            session.Error = AnotherAccount;
        }
    }

    /// <summary>An account that was linked before comes back under its old id. Aerosync: Reconnection widget.</summary>
    private AerosyncConnection Link(AerosyncWidgetSession session, AerosyncAccount account)
    {
        var known = aerosync.ConnectionsOf(session.Grant.UserUuid).FirstOrDefault(connection => connection.Account == account);
        known?.Reconnected(session.Customer!);
        return known ?? aerosync.AddConnection(session.Grant.UserUuid, session.Customer, account);
    }

    private static void Finish(AerosyncWidgetSession session, IReadOnlyList<AerosyncConnection> linked)
    {
        session.Linked = linked;
        session.Step = "done";
    }

    private Uri AddressOf(string sessionId) => new(aerosync.BaseAddress, "widget/session/" + sessionId);

    private static SimulatedResponse Refused() => AerosyncWidgetPages.Refused(TokenRefused);
}
