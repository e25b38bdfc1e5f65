using System.Globalization;
using System.Security.Cryptography;
using ConnectionSdk.SecrecyTests.Capturing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.SecrecyTests.Journeys;

/// <summary>Araucaria: everything is typed in its widget; whole account numbers are shown, as one edition of the API does.</summary>
internal sealed class AraucariaJourney : Journey
{
    private const string WebhookSecret = "whsec-araucaria-96c0e4d2";
    private const string NumberInDelivery = "000777123498765";

    private readonly AraucariaSimulator _araucaria;

    private AraucariaJourney(AraucariaSimulator araucaria, SimulatedClock clock)
        : base("araucaria", araucaria, clock, () => new(StringComparer.Ordinal)
        {
            ["ApiKey"] = araucaria.ApiKey,
            ["BaseAddress"] = araucaria.BaseAddress.AbsoluteUri,
            ["WidgetScriptUrl"] = araucaria.WidgetScript.AbsoluteUri,
            ["DisconnectRoute"] = "POST v1/connections/{id}/disconnect",
            ["WebhookSecrets:0"] = WebhookSecret,
        })
    {
        _araucaria = araucaria;
        araucaria.CanDisconnect = true;
        araucaria.Divergences.ShowsWholeNumbers = true;
        Plant("Araucaria API key", araucaria.ApiKey, SecretKind.Credential);
        Plant("Araucaria webhook secret", WebhookSecret, SecretKind.Credential);
        Plant("number in Araucaria's delivery", NumberInDelivery, SecretKind.Number);
    }

    public static AraucariaJourney Create()
    {
        var clock = new SimulatedClock();
        return new AraucariaJourney(new AraucariaSimulator(clock) { ApiKey = "arau_test_51e7c0b94a" }, clock);
    }

    public override async Task TravelAsync()
    {
        var begun = await DoAsync(() => Client.BeginConnectAsync(new ConnectRequest { User = new UserRef(Id, "user-1042") }));
        Furnish(_araucaria.Connections[^1]);
        var told = await VisitAsync(LaunchOf(begun.Action), AraucariaVisit.MistypesOnce);
        await TryAsync(() => Client.CompleteConnectAsync(ConnectSession.FromJson(begun.ToJson()), new UserReply.WidgetReturned(told)));
        var healthy = Add();
        await ReadEverythingAsync(RefOf(healthy));

        await RepairAsync(RefOf(Broken(connection => connection.FailAuthentication())), UseWidget(AraucariaVisit.MistypesOnce));
        await RepairAsync(RefOf(Broken(connection => connection.AskForCode())), UseWidget(AraucariaVisit.Completes));
        await RepairAsync(RefOf(Broken(connection => connection.FailAuthentication())), UseWidget(AraucariaVisit.MistypesUntilLocked));
        await RepairAsync(RefOf(Broken(connection => connection.FailAuthentication())), UseWidget(AraucariaVisit.Closes));

        var leaving = Add();
        if (await TryAsync(() => Client.PlanRemovalAsync(RefOf(leaving))) is { } plan)
        {
            await TryAsync(async () =>
            {
                await Client.RemoveAsync(plan);
                return "removed";
            });
        }

        var time = Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var delivery = Fixtures.Read("araucaria/webhook.connection-failed-auth.error-null.json");
        await DeliverAsync(
            Signatures.Bytes($"{{\"number\":\"{NumberInDelivery}\",{delivery[(delivery.IndexOf('{', StringComparison.Ordinal) + 1)..]}"),
            WebhookSecret,
            body => [new("Araucaria-Signature", $"t={time},v1={Convert.ToHexString(Signatures.Sign(WebhookSecret, time + ".", body)).ToLowerInvariant()}")]);

        await MeetFailuresAsync(RefOf(healthy), RefOf(Broken(connection => connection.FailAuthentication())), () => Task.FromResult<(ReconnectSession, UserReply)?>(null));
    }

    private AraucariaConnection Add()
    {
        var connection = _araucaria.AddConnection();
        Furnish(connection);
        return connection;
    }

    private AraucariaConnection Broken(Action<AraucariaConnection> breaks)
    {
        var connection = Add();
        breaks(connection);
        return connection;
    }

    private void Furnish(AraucariaConnection connection)
    {
        connection.NeedsCode = true;
        connection.Code = Plant("Araucaria bank code", $"{RandomNumberGenerator.GetInt32(10_000_000, 99_999_999)}", SecretKind.Typed);
        connection.Login.Password = Plant("Araucaria bank password", $"pw-arau-{RandomNumberGenerator.GetHexString(8)}", SecretKind.Typed);
    }

    private ConnectionRef RefOf(AraucariaConnection connection) => new(Id, connection.Id, "user-1042");

    private Func<ReconnectSession, Task<UserReply?>> UseWidget(AraucariaVisit visit)
    {
        var visits = 0;
        return async session => visits++ == 2 ? new UserReply.Abandoned() : new UserReply.WidgetReturned(await VisitAsync(LaunchOf(session.Action), visit));
    }

    private async Task<string> VisitAsync(WidgetLaunch launch, AraucariaVisit visit)
    {
        var use = _araucaria.User.UseWidgetAsync(launch.Parameters, visit);
        await Clock.AdvanceUntilAsync(use, TimeSpan.FromSeconds(20));
        return await use;
    }

    private static WidgetLaunch LaunchOf(RequiredAction action) => ((RequiredAction.OpenWidget)action).Launch!;
}
