using ConnectionSdk.Araucaria;
using ConnectionSdk.Conformance;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.ConformanceTests.Simulated;

/// <summary>Araucaria: its simulator, and a user in front of its widget, where everything is typed. Nothing tells that a user withdrew access.</summary>
/// <param name="broken">How a broken connection is broken.</param>
/// <param name="edition">Which edition of the API answers; null for the newest.</param>
internal sealed class AraucariaDriver(Action<AraucariaConnection> broken, Action<AraucariaDivergences>? edition = null)
    : SimulatedDriver<AraucariaSimulator>(new AraucariaSimulator(new SimulatedClock()))
{
    public override IReadOnlySet<Feature> Lacks { get; } = new HashSet<Feature> { Feature.Fields, Feature.Revocation };

    public async Task<IProviderDriver> StartAsync()
    {
        await Simulator.StartAsync();
        edition?.Invoke(Simulator.Divergences);
        Secret(Simulator.ApiKey);
        return this;
    }

    public override ConnectionProvider CreateProvider(ILoggerFactory loggers)
    {
        var options = new AraucariaOptions();
        options.PointAt(Simulator);
        return AraucariaProvider.Create(options, timeProvider: Clock, loggerFactory: loggers);
    }

    public override ConnectionRef AddConnection(Situation situation)
    {
        var id = new ProviderId(AraucariaProvider.Name);
        if (situation == Situation.Gone)
        {
            return new ConnectionRef(id, "conn_00000000000000000000000000");
        }

        var connection = Simulator.AddConnection();
        connection.Code = Secret("48120765");
        foreach (var account in connection.Accounts)
        {
            Secret(account.Number!);
        }

        switch (situation)
        {
            case Situation.Healthy:
                // Long enough ago that a refresh really visits the bank.
                ((SimulatedClock)Clock).Advance(TimeSpan.FromHours(2));
                break;
            case Situation.Broken:
                broken(connection);
                break;
            case Situation.ReturnsWithOtherIds:
                connection.OnRepair(accounts => accounts.RenewIds());
                broken(connection);
                break;
            case Situation.ReturnsWithAnotherAccount:
                connection.OnRepair(accounts => accounts.ReplaceAll(new AraucariaAccount { Name = "Cuenta Ajena", Number = "000999888777" }));
                broken(connection);
                break;
            case Situation.UnknownStatus:
                connection.ShowStatus("SOMETHING_OF_TOMORROW");
                break;
            case Situation.BankDown:
                connection.MeetError();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(situation));
        }

        return new ConnectionRef(id, connection.Id);
    }

    public override async Task<UserReply?> ActAsync(ReconnectSession session, Behaviour behaviour)
    {
        if (session.Action is not RequiredAction.OpenWidget { Launch: { } launch })
        {
            throw new InvalidOperationException($"Nothing is known to do about {session.Action.Kind}.");
        }

        Secret(launch.Parameters["token"]);
        var visit = Simulator.User.UseWidgetAsync(
            launch.Parameters,
            behaviour switch
            {
                Behaviour.Succeeds => AraucariaVisit.Completes,
                Behaviour.Mistypes => AraucariaVisit.MistypesAndCancels,
                _ => AraucariaVisit.Closes,
            });

        // The worker at the bank takes its time while the user looks on.
        await PassTimeUntilAsync(visit);
        return new UserReply.WidgetReturned(await visit);
    }

    protected override bool IsChanging(RecordedCall call) =>
        call.Matches("POST", "/v1/connections") || call.Matches("POST", "/v1/refresh-intents") || call.Method == "DELETE";
}
