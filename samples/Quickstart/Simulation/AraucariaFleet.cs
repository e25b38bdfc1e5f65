using ConnectionSdk.Araucaria;
using ConnectionSdk.Hosting;
using ConnectionSdk.Quickstart.Screens;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;
using Microsoft.Extensions.DependencyInjection;
using static ConnectionSdk.ConnectionState;
using static ConnectionSdk.ReconnectOutcome;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>Araucaria connections from their first day to their last; everything is typed in the widget.</summary>
internal sealed class AraucariaFleet(SimulatedClock clock, SimulatedBank bank, Screen screen) : IFleet
{
    /// <summary>Longer than any pause between two looks of the widget, shorter than the deadline of a call.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly AraucariaSimulator _araucaria = new(clock, bank);

    public CallLog Calls => _araucaria.Calls;

    public async Task<IReadOnlyList<Scenario>> StartAsync(CancellationToken cancellationToken)
    {
        await _araucaria.StartAsync(cancellationToken);
        return
        [
            Case("first sync runs", FirstSync(), Connecting),
            Case("never finished", _araucaria.AddNewConnection(), Pending),
            Broken("new password", ReconnectRequired, c => c.FailAuthentication(), Reconnected, Active) with { ShowsRemovalPlan = true },
            Broken("two look alike", ReconnectRequired, c => c.FailAuthentication(), Reconnected, Active, twin: new AraucariaAccount { Name = "Cuenta Familiar", Number = "99991204" }),
            Broken("switched off", Disconnected, c => c.Disconnect(), NotRepairable, Disconnected),
        ];
    }

    public void Register(ConnectionSdkBuilder sdk) => sdk.AddAraucaria(options =>
    {
        options.ApiKey = new SensitiveString(_araucaria.ApiKey);
        options.BaseAddress = _araucaria.BaseAddress;
        options.WidgetScriptUrl = _araucaria.WidgetScript;
        options.Http.AllowInsecureLoopback = true;
    });

    public ValueTask DisposeAsync() => _araucaria.DisposeAsync();

    /// <summary>The user was done just now; the bank is still busy when it is this connection's turn.</summary>
    private AraucariaConnection FirstSync()
    {
        var connection = _araucaria.AddNewConnection();
        var usual = _araucaria.QueueTakes;
        _araucaria.QueueTakes = TimeSpan.FromSeconds(20);
        connection.SubmitCredentials();
        _araucaria.QueueTakes = usual;
        return connection;
    }

    private Scenario Broken(
        string title, ConnectionState before, Action<AraucariaConnection> breaks, ReconnectOutcome outcome, ConnectionState after, AraucariaAccount? twin = null)
    {
        var connection = _araucaria.AddConnection();
        if (twin is not null)
        {
            connection.Accounts.Add(twin);
        }

        connection.OnRepair(accounts => accounts.RenewIds());
        return Case(title, connection, before, outcome, after) with { Breaks = () => breaks(connection) };
    }

    private Scenario Case(
        string title, AraucariaConnection connection, ConnectionState before, ReconnectOutcome outcome = Reconnected, ConnectionState after = Active)
    {
        var person = new WidgetPerson(screen, "logs in to the bank", UseWidgetAsync);
        return new Scenario(title, new ConnectionRef(new ProviderId(AraucariaProvider.Name), connection.Id), person, before, outcome, after);
    }

    private async Task<string> UseWidgetAsync(WidgetLaunch widget, CancellationToken cancellationToken)
    {
        // The user waits in the widget until the bank has been asked.
        var visit = _araucaria.User.UseWidgetAsync(widget.Parameters, AraucariaVisit.Completes, cancellationToken);
        await clock.AdvanceUntilAsync(visit, LongestPause, cancellationToken);
        return await visit;
    }
}
