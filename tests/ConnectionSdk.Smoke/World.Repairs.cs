using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.Smoke;

/// <summary>One repair of each provider, as an application drives it, judged by what the bank saw and by the accounts that came back.</summary>
internal sealed partial class World
{
    public Task<string> RepairAerosyncAsync()
    {
        var user = new UserRef(new ProviderId("aerosync"), _aerosync.AddUser());
        var connection = _aerosync.AddConnection(user.UserId);
        return RepairAsync(
            user.Connection(connection.Id),
            connection.ExpireConsent,
            async session => new UserReply.WidgetReturned((await _aerosync.User.UseWidgetAsync(Widget(session).Parameters, AerosyncVisit.Completes))[^1]));
    }

    public async Task<string> RepairPowensAsync()
    {
        var user = _powens.AddUser();
        var connection = _powens.AddConnection(user);
        var line = await RepairAsync(
            new UserRef(new ProviderId("powens"), $"{user.Id}").Connection($"{connection.Id}"),
            () => connection.Break(setup => setup.NeedsOtp("48120765", pattern: "^[0-9]{8}$")),
            session => Task.FromResult<UserReply>(new UserReply.FieldValues(
                ((RequiredAction.ProvideFields)session.Action).Fields.Single().Name,
                SensitiveString.FromString(_powens.User.ReadCode(connection.Id)))));
        Check.That(_bank.Count(BankSubmissionKind.Code) == 1);
        return line;
    }

    public Task<string> RepairAraucariaAsync()
    {
        var connection = _araucaria.AddConnection();
        return RepairAsync(
            new ConnectionRef(new ProviderId("araucaria"), connection.Id),
            () => connection.FailAuthentication(),
            async session =>
            {
                var visit = _araucaria.User.UseWidgetAsync(Widget(session).Parameters, AraucariaVisit.Completes);
                await _clock.AdvanceUntilAsync(visit, LongestPause);
                return new UserReply.WidgetReturned(await visit);
            });
    }

    public Task<string> RepairFlinksAsync()
    {
        var connection = _flinks.AddConnection();
        return RepairAsync(
            new UserRef(new ProviderId("flinks"), "user-1042").Connection(connection.LoginId),
            () => connection.Break(setup => setup.Asks().LastRefreshFailed()),
            async session => new UserReply.WidgetReturned((await _flinks.User.UseWidgetAsync(Widget(session).ToUri(), FlinksVisit.Completes)).Messages[^1]));
    }

    /// <summary>The user withdraws access at the bank; Aerosync says so, and no data call leaves the process any more.</summary>
    public async Task<string> ReceiveWebhookAsync()
    {
        var user = new UserRef(new ProviderId("aerosync"), _aerosync.AddUser());
        var connection = user.Connection(_aerosync.AddConnection(user.UserId).Id);
        var time = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = Encoding.UTF8.GetBytes(
            $$$"""
            {"event":"bank.revocation","timestamp":{{{time}}},"data":{"user_id":"{{{user.UserId}}}","connection_id":"{{{connection.ConnectionId}}}","status":"revoked"}}
            """);
        var signature = "sha256=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookSecret), body)).ToLowerInvariant();

        var forged = await Get<IWebhookInbox>().ReceiveAsync(user.Provider, Delivery(signature.Replace(signature[^1], signature[^1] == '0' ? '1' : '0'), body));
        var taken = await Get<IWebhookInbox>().ReceiveAsync(user.Provider, Delivery(signature, body));

        Check.That(forged.Verdict == WebhookVerdict.BadSignature);
        Check.That(taken.Verdict == WebhookVerdict.Accepted);
        Check.That(_heard.Events.Single() is ConnectionEvent.Revoked);
        var calls = _aerosync.Calls.All.Count;
        try
        {
            await Client.GetAccountsAsync(connection);
            throw new InvalidOperationException("Accounts were read after the user had withdrawn access.");
        }
        catch (AccessRevokedException)
        {
            Check.That(_aerosync.Calls.All.Count == calls);
        }

        return $"webhook: {taken.Verdict}, {_heard.Events[0].Name}, data calls are refused";
    }

    private async Task<string> RepairAsync(ConnectionRef connection, Action breakIt, Func<ReconnectSession, Task<UserReply>> answer)
    {
        var clock = Stopwatch.StartNew();
        var known = await Client.GetAccountsAsync(connection);
        breakIt();
        var broken = await Client.GetAsync(connection);
        var session = await Flow.StartAsync(connection, new ReconnectOptions { KnownAccounts = known });
        while (!session.IsFinished)
        {
            session = session.Phase == ReconnectPhase.AwaitingUser
                ? await Flow.ReplyAsync(session.Id, await answer(session))
                : await LookAgainAsync(session);
        }

        var repaired = await Client.GetAsync(connection);
        Check.That(known.Count > 0);
        Check.That(broken.Status.State is ConnectionState.ReconnectRequired or ConnectionState.ActionRequired);
        Check.That(session.Outcome == ReconnectOutcome.Reconnected);
        var continuity = session.Continuity ?? throw new InvalidOperationException("The accounts were not compared.");
        Check.That(continuity.AllSame);
        Check.That(repaired.Status is { State: ConnectionState.Active, DataUsable: true });
        Check.That(!_bank.Logins.Any(login => login.IsLocked));
        var json = session.ToJson();
        Check.That(ReconnectSession.FromJson(json).ToJson() == json);
        return $"{connection.Provider}: {broken.Status.State} ({broken.Status.Reason}) -> {session.Outcome}, {continuity.Entries.Count} accounts the same, {clock.ElapsedMilliseconds} ms";
    }

    private Task<ReconnectSession> LookAgainAsync(ReconnectSession session)
    {
        _clock.Advance(LongestPause);
        return Flow.PollAsync(session.Id);
    }

    private static WidgetLaunch Widget(ReconnectSession session) => ((RequiredAction.OpenWidget)session.Action).Launch!;

    private static WebhookRequest Delivery(string signature, byte[] body) =>
        new("POST", "/hooks/aerosync", [new("X-Webhook-Signature", signature)], body);
}
