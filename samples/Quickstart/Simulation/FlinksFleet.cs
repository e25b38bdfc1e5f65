using ConnectionSdk.Flinks;
using ConnectionSdk.Hosting;
using ConnectionSdk.Quickstart.Screens;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>A Flinks user: the bank is contacted only for a repair, and its questions are answered in Flinks Connect.</summary>
internal sealed class FlinksFleet(SimulatedClock clock, SimulatedBank bank, Screen screen) : IFleet
{
    private readonly FlinksSimulator _flinks = new(clock, bank) { DataTakes = TimeSpan.Zero };

    public CallLog Calls => _flinks.Calls;

    public async Task<IReadOnlyList<Scenario>> StartAsync(CancellationToken cancellationToken)
    {
        await _flinks.StartAsync(cancellationToken);
        return
        [
            Case(
                "security question",
                ConnectionState.ReconnectRequired,
                c => c.Asks().LastRefreshFailed().OnRepair(SwapCardForSavings),
                Answers("answers the bank's question")),
            Case(
                "somebody else",
                ConnectionState.ReconnectRequired,
                c => c.WrongPassword(),
                LogsInElsewhere(),
                ReconnectOutcome.WrongAccount,
                ConnectionState.ReconnectRequired),
            Case("gone at provider", ConnectionState.Deleted, c => c.Gone(), Answers(""), ReconnectOutcome.NotRepairable, ConnectionState.Deleted),
        ];
    }

    public void Register(ConnectionSdkBuilder sdk) => sdk.AddFlinks(options =>
    {
        options.Instance = "toolbox";
        options.CustomerId = _flinks.CustomerId;
        options.SecretKey = new SensitiveString(_flinks.SecretKey);
        options.XApiKey = new SensitiveString(_flinks.ApiKey);
        options.ApiBaseAddress = _flinks.ApiAddress;
        options.ConnectBaseAddress = _flinks.ConnectAddress;
        options.Http.AllowInsecureLoopback = true;
    });

    public ValueTask DisposeAsync() => _flinks.DisposeAsync();

    private static void SwapCardForSavings(FlinksAccounts accounts)
    {
        accounts.Remove(1);
        accounts.Add(new FlinksAccount { Title = "Savings CAD", AccountNumber = "1239900", Type = "Savings", Balance = 2500m });
    }

    private WidgetPerson Answers(string deed) => new(screen, deed, UseWidgetAsync);

    private WidgetPerson LogsInElsewhere() => new(screen, "logs in with another customer's login", (widget, stop) =>
    {
        _flinks.User.Login = _flinks.AddConnection().Login;
        return UseWidgetAsync(widget, stop);
    });

    private async Task<string> UseWidgetAsync(WidgetLaunch widget, CancellationToken cancellationToken) =>
        (await _flinks.User.UseWidgetAsync(widget.ToUri(), FlinksVisit.Completes, cancellationToken)).Messages[^1];

    private Scenario Case(
        string title,
        ConnectionState before,
        Action<FlinksConnectionSetup> breaks,
        IPerson person,
        ReconnectOutcome? outcome = ReconnectOutcome.Reconnected,
        ConnectionState after = ConnectionState.Active)
    {
        var connection = _flinks.AddConnection();
        var user = new UserRef(new ProviderId(FlinksProvider.Name), "user-1042");
        return new Scenario(title, user.Connection(connection.LoginId), person, before, outcome, after) { Breaks = () => connection.Break(breaks) };
    }
}
