using ConnectionSdk.Hosting;
using ConnectionSdk.Powens;
using ConnectionSdk.Quickstart.Screens;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using Microsoft.Extensions.DependencyInjection;
using static ConnectionSdk.ConnectionState;
using static ConnectionSdk.ReconnectOutcome;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>A Powens user whose connections have broken in all the ways Powens knows.</summary>
internal sealed class PowensFleet(SimulatedClock clock, SimulatedBank bank, Screen screen, bool interactive) : IFleet
{
    /// <summary>The product shows each step itself.</summary>
    private static readonly ProviderId Own = new("powens");

    /// <summary>The product leaves every step to Powens' webview: the same domain, registered a second time.</summary>
    private static readonly ProviderId Hosted = new("powens", "web");

    private readonly PowensSimulator _powens = new(clock, bank) { RequiresEncryption = true };
    private ConnectionSdk.Simulator.Powens.PowensUser? _user;

    public CallLog Calls => _powens.Calls;

    public async Task<IReadOnlyList<Scenario>> StartAsync(CancellationToken cancellationToken)
    {
        await _powens.StartAsync(cancellationToken);
        _user = _powens.AddUser();
        return
        [
            Repaired("mistyped code", ActionRequired, c => c.NeedsOtp("730154"), mistypes: true) with { ShowsRemovalPlan = true },
            Repaired("bank app approval", ActionRequired, c => c.NeedsApproval().OnRepair(accounts => accounts.Rename(1, "Livret Bleu"))),
            Repaired("bank's own page", ReconnectRequired, c => c.NeedsRedirect()),
            Repaired(
                "wrong password",
                ReconnectRequired,
                c => c.WrongPassword().OnRepair(accounts => accounts.Recreate(0)),
                visit: PowensVisit.MistypesOnce),
            Case("user cancels", ReconnectRequired, c => c.NeedsRedirect(), Abandoned, ReconnectRequired, visit: PowensVisit.Cancels),
            Case("bank is down", Degraded, c => c.BankDown(clock.GetUtcNow().AddHours(2)), WaitingForProvider, Degraded),
            Case("nothing to share", Failed, c => c.InState("noAccount"), NotRepairable, Failed),
            Repaired("reconnect webview", ReconnectRequired, c => c.NeedsConsent().NeedsOtp("196033"), registration: Hosted),
        ];
    }

    public void Register(ConnectionSdkBuilder sdk)
    {
        sdk.AddPowens(Configure);
        sdk.AddPowens(Hosted.Tenant!, options =>
        {
            Configure(options);
            options.ReconnectMode = PowensReconnectMode.Webview;
        });
    }

    public ValueTask DisposeAsync() => _powens.DisposeAsync();

    private void Configure(PowensOptions options)
    {
        options.Domain = "example";
        options.ClientId = _powens.ClientId;
        options.ClientSecret = _powens.ClientSecret;
        options.RedirectUri = new Uri("https://app.example/callback");
        options.ApiBaseAddress = _powens.ApiAddress;
        options.WebviewBaseAddress = _powens.WebviewAddress;
        options.Http.AllowInsecureLoopback = true;
    }

    private Scenario Repaired(
        string title,
        ConnectionState before,
        Action<PowensConnectionSetup> breaks,
        bool mistypes = false,
        PowensVisit visit = PowensVisit.Completes,
        ProviderId? registration = null) =>
        Case(title, before, breaks, Reconnected, Active, mistypes, visit, registration);

    private Scenario Case(
        string title,
        ConnectionState before,
        Action<PowensConnectionSetup> breaks,
        ReconnectOutcome outcome,
        ConnectionState after,
        bool mistypes = false,
        PowensVisit visit = PowensVisit.Completes,
        ProviderId? registration = null)
    {
        var connection = _powens.AddConnection(_user!, breaks);
        var user = new UserRef(registration ?? Own, $"{_user!.Id}");
        var person = new PowensPerson(_powens, connection, screen) { Mistypes = mistypes, Visit = visit, AsksAtTerminal = interactive };
        return new Scenario(title, user.Connection($"{connection.Id}"), person, before, outcome, after);
    }
}
