using ConnectionSdk.Aerosync;
using ConnectionSdk.Hosting;
using ConnectionSdk.Quickstart.Screens;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>An Aerosync user: each connection is one account, and every repair goes through the widget.</summary>
internal sealed class AerosyncFleet(SimulatedClock clock, SimulatedBank bank, Screen screen) : IFleet
{
    private readonly AerosyncSimulator _aerosync = new(clock, bank);
    private UserRef? _user;

    public CallLog Calls => _aerosync.Calls;

    public async Task<IReadOnlyList<Scenario>> StartAsync(CancellationToken cancellationToken)
    {
        await _aerosync.StartAsync(cancellationToken);
        _user = new UserRef(new ProviderId(AerosyncProvider.Name), _aerosync.AddUser());
        return
        [
            Case("consent ran out", ConnectionState.ReconnectRequired, c => c.ExpireConsent()),
            Case("access withdrawn", ConnectionState.Revoked, c => c.RevokeByUser()),
            Case("unheard-of state", ConnectionState.Unknown, c => c.ShowStatus("UNDER_REVIEW"), outcome: null, ConnectionState.Unknown),
        ];
    }

    public void Register(ConnectionSdkBuilder sdk) => sdk.AddAerosync(options =>
    {
        options.ApiKey = new SensitiveString(_aerosync.ApiKey);
        options.ApiSecret = new SensitiveString(_aerosync.ApiSecret);
        options.ApiBaseAddress = _aerosync.BaseAddress;
        options.WidgetAddress = _aerosync.WidgetAddress;
        options.Http.AllowInsecureLoopback = true;
    });

    public ValueTask DisposeAsync() => _aerosync.DisposeAsync();

    private Scenario Case(
        string title,
        ConnectionState before,
        Action<AerosyncConnection> breaks,
        ReconnectOutcome? outcome = ReconnectOutcome.Reconnected,
        ConnectionState after = ConnectionState.Active)
    {
        var connection = _aerosync.AddConnection(_user!.UserId);
        var person = new WidgetPerson(screen, "logs in to the bank", async (widget, stop) =>
            (await _aerosync.User.UseWidgetAsync(widget.Parameters, AerosyncVisit.Completes, stop))[^1]);
        return new Scenario(title, _user.Connection(connection.Id), person, before, outcome, after) { Breaks = () => breaks(connection) };
    }
}
