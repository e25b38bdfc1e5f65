using System.Globalization;
using System.Security.Cryptography;
using ConnectionSdk.Providers;
using ConnectionSdk.SecrecyTests.Capturing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.SecrecyTests.Journeys;

/// <summary>Aerosync: everything is typed in its widget; a way back by address, jobs, a revocation.</summary>
internal sealed class AerosyncJourney : Journey
{
    private const string WebhookSecret = "whsec-aerosync-3f9d2b71";
    private const string NumberInDelivery = "00099123450777";

    private readonly AerosyncSimulator _aerosync;
    private readonly string _user;

    private AerosyncJourney(AerosyncSimulator aerosync, SimulatedClock clock)
        : base("aerosync", aerosync, clock, () => new(StringComparer.Ordinal)
        {
            ["ApiKey"] = aerosync.ApiKey,
            ["ApiSecret"] = aerosync.ApiSecret,
            ["ApiBaseAddress"] = aerosync.BaseAddress.AbsoluteUri,
            ["WidgetAddress"] = aerosync.WidgetAddress.AbsoluteUri,
            ["RedirectUri"] = "https://app.example/back",
            ["WebhookSecrets:0"] = WebhookSecret,
            ["ReadsBalances"] = bool.TrueString,
        })
    {
        _aerosync = aerosync;
        _user = aerosync.AddUser();
        Plant("Aerosync API key", aerosync.ApiKey, SecretKind.Credential);
        Plant("Aerosync API secret", aerosync.ApiSecret, SecretKind.Credential);
        Plant("Aerosync webhook secret", WebhookSecret, SecretKind.Credential);
        Plant("number in Aerosync's delivery", NumberInDelivery, SecretKind.Number);
    }

    public static AerosyncJourney Create()
    {
        var clock = new SimulatedClock();
        return new AerosyncJourney(new AerosyncSimulator(clock) { ApiKey = "aero-key-7c41e0d9", ApiSecret = "aero-secret-b2856a3f" }, clock);
    }

    public override async Task TravelAsync()
    {
        await ConnectAsync(AerosyncVisit.Completes);
        await ConnectAsync(AerosyncVisit.Closes);
        var healthy = Add();
        await ReadEverythingAsync(RefOf(healthy));

        await RepairAsync(RefOf(Broken()), UseWidget(AerosyncVisit.MistypesOnce));
        await RepairAsync(RefOf(Broken()), UseWidget(AerosyncVisit.ChoosesAnotherAccountFirst));
        await RepairAsync(RefOf(Broken()), UseWidget(AerosyncVisit.MistypesUntilLocked));
        await RepairAsync(RefOf(Broken()), ReturnByAddress());

        var job = Add();
        job.NextJobs = AerosyncJobEnd.NeedsCode;
        var read = await DoAsync(() => Client.RefreshAsync(RefOf(job), new RefreshOptions { UserPresent = true }));
        await RepairAsync(RefOf(job), UseWidget(AerosyncVisit.Completes), resumeToken: read.ResumeToken);

        var revoked = Add();
        var time = Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await DeliverAsync(
            Signatures.Bytes(
                $$$"""
                {"event":"bank.revocation","timestamp":{{{time}}},"data":{"user_id":"{{{_user}}}","connection_id":"{{{revoked.Id}}}","status":"revoked","number":"{{{NumberInDelivery}}}"}}
                """),
            WebhookSecret,
            body => [new("X-Webhook-Signature", "sha256=" + Convert.ToHexString(Signatures.Sign(WebhookSecret, "", body)).ToLowerInvariant())]);
        revoked.RevokeByUser();
        await ReadEverythingAsync(RefOf(revoked));
        await RepairAsync(RefOf(revoked), UseWidget(AerosyncVisit.Completes));

        await MeetFailuresAsync(RefOf(healthy), RefOf(Broken()), () => Task.FromResult<(ReconnectSession, UserReply)?>(null));
        foreach (var call in _aerosync.Calls.All)
        {
            if (call.Headers.TryGetValue("Authorization", out var bearer) && bearer.StartsWith("Bearer ", StringComparison.Ordinal))
            {
                Plant("Aerosync API token", bearer["Bearer ".Length..], SecretKind.Credential);
            }
        }
    }

    protected override void Note(RequiredAction action)
    {
        base.Note(action);
        if (action is RequiredAction.OpenWidget { Launch: { } launch })
        {
            if (launch.Parameters.TryGetValue("deeplink", out var back) && CallbackState.QueryValue(new Uri(back), "state") is { } state)
            {
                Plant("Aerosync state", state, SecretKind.State);
                Prove(back);
            }

            if (launch.Parameters.TryGetValue("jobId", out var job))
            {
                Plant("Aerosync job id", job, SecretKind.Resume);
            }
        }
    }

    private async Task ConnectAsync(AerosyncVisit visit)
    {
        var begun = await DoAsync(() => Client.BeginConnectAsync(new ConnectRequest { User = new UserRef(Id, _user) }));
        _aerosync.User.Customer = Customer();
        var messages = await _aerosync.User.UseWidgetAsync(LaunchOf(begun.Action).Parameters, visit);
        await TryAsync(() => Client.CompleteConnectAsync(ConnectSession.FromJson(begun.ToJson()), new UserReply.RedirectReturned(new Uri("https://app.example/back?state=forged-5512"))));
        await TryAsync(() => Client.CompleteConnectAsync(ConnectSession.FromJson(begun.ToJson()), new UserReply.WidgetReturned(messages[^1])));
    }

    private AerosyncCustomer Customer()
    {
        var number = $"000{RandomNumberGenerator.GetInt32(100_000_000, 999_999_999)}47";
        var customer = _aerosync.AddCustomer(new AerosyncAccount { Number = number, NumberDisplay = number[^4..] }, new AerosyncAccount { Number = "00055" + number[3..], Type = "SAVINGS" });
        customer.Login.Password = Plant("Aerosync bank password", $"pw-aero-{RandomNumberGenerator.GetHexString(8)}", SecretKind.Typed);
        customer.Code = Plant("Aerosync bank code", $"{RandomNumberGenerator.GetInt32(10_000_000, 99_999_999)}", SecretKind.Typed);
        customer.NeedsCode = true;
        return customer;
    }

    private AerosyncConnection Add() => _aerosync.AddConnection(_user, Customer());

    private AerosyncConnection Broken()
    {
        var connection = Add();
        connection.ExpireConsent();
        return connection;
    }

    private ConnectionRef RefOf(AerosyncConnection connection) => new(Id, connection.Id, _user);

    private Func<ReconnectSession, Task<UserReply?>> UseWidget(AerosyncVisit visit)
    {
        var visits = 0;
        return async session => visits++ == 2
            ? new UserReply.Abandoned()
            : new UserReply.WidgetReturned((await _aerosync.User.UseWidgetAsync(LaunchOf(session.Action).Parameters, visit))[^1]);
    }

    /// <summary>First with a state somebody made up, then with the right one.</summary>
    private Func<ReconnectSession, Task<UserReply?>> ReturnByAddress()
    {
        var returns = 0;
        return async session =>
        {
            if (returns++ == 0)
            {
                return new UserReply.RedirectReturned(new Uri("https://app.example/back?status=success&state=forged-88213"));
            }

            var launch = LaunchOf(session.Action);
            await _aerosync.User.UseWidgetAsync(launch.Parameters);
            return new UserReply.RedirectReturned(new Uri($"{launch.Parameters["deeplink"]}&status=success&connectionId={session.Connection.ConnectionId}"));
        };
    }

    private static WidgetLaunch LaunchOf(RequiredAction action) => ((RequiredAction.OpenWidget)action).Launch!;
}
