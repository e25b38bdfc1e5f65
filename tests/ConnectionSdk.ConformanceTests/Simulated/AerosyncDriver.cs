using ConnectionSdk.Aerosync;
using ConnectionSdk.Conformance;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.ConformanceTests.Simulated;

/// <summary>
/// Aerosync: its simulator, and a user in front of its widget. One connection is one account under the connection's own id, so accounts never come
/// back under other ids; and everything is typed in the widget.
/// </summary>
internal sealed class AerosyncDriver() : SimulatedDriver<AerosyncSimulator>(new AerosyncSimulator(new SimulatedClock()))
{
    private readonly HashSet<string> _becomeOthers = new(StringComparer.Ordinal);
    private string _user = "";

    public override IReadOnlySet<Feature> Lacks { get; } = new HashSet<Feature> { Feature.Fields, Feature.OtherIds };

    public async Task<IProviderDriver> StartAsync()
    {
        await Simulator.StartAsync();
        Simulator.ReconnectionTakes = TimeSpan.FromSeconds(4);
        _user = Simulator.AddUser();
        Secret(Simulator.ApiKey);
        Secret(Simulator.ApiSecret);
        return this;
    }

    public override ConnectionProvider CreateProvider(ILoggerFactory loggers)
    {
        var options = new AerosyncOptions();
        options.PointAt(Simulator);
        return AerosyncProvider.Create(options, timeProvider: Clock, loggerFactory: loggers);
    }

    public override ConnectionRef AddConnection(Situation situation)
    {
        var id = new ProviderId(AerosyncProvider.Name);
        if (situation == Situation.Gone)
        {
            return new ConnectionRef(id, new string('0', 32), _user);
        }

        var connection = Simulator.AddConnection(_user);
        Secret(connection.Account.Number);
        switch (situation)
        {
            case Situation.Broken:
                connection.ExpireConsent();
                break;
            case Situation.ReturnsWithAnotherAccount:
                connection.ExpireConsent();
                _becomeOthers.Add(connection.Id);
                break;
            case Situation.UnknownStatus:
                connection.ShowStatus("SOMETHING_OF_TOMORROW");
                break;
            case Situation.BankDown:
                Simulator.Faults.Add(AerosyncSimulator.Error(400, "AC-103"), EveryRequest, "GET", $"/v2/accounts/{connection.Id}");
                break;
            case Situation.Revoked:
                connection.RevokeByUser();
                break;
            case Situation.Healthy:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(situation));
        }

        return new ConnectionRef(id, connection.Id, _user);
    }

    public override async Task<UserReply?> ActAsync(ReconnectSession session, Behaviour behaviour)
    {
        if (session.Action is not RequiredAction.OpenWidget { Launch: { } launch })
        {
            throw new InvalidOperationException($"Nothing is known to do about {session.Action.Kind}.");
        }

        Secret(launch.Parameters["token"]);
        var messages = await Simulator.User.UseWidgetAsync(
            launch.Parameters,
            behaviour switch
            {
                Behaviour.Succeeds => AerosyncVisit.Completes,
                Behaviour.Mistypes => AerosyncVisit.MistypesUntilLocked,
                _ => AerosyncVisit.Closes,
            });
        if (_becomeOthers.Remove(session.Connection.ConnectionId))
        {
            var account = Simulator.Connections.Single(connection => connection.Id == session.Connection.ConnectionId).Account;
            (account.Nickname, account.Number, account.NumberDisplay, account.Type) = ("Joint", "00088000999888777", "8777", "SAVINGS");
        }

        return behaviour == Behaviour.GivesUp ? new UserReply.Abandoned() : new UserReply.WidgetReturned(messages[^1]);
    }

    protected override bool IsChanging(RecordedCall call) => call.Matches("POST", "/v2/accounts/*/refresh");
}
