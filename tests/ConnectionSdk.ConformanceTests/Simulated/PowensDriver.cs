using ConnectionSdk.Conformance;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.Logging;
using PowensUser = ConnectionSdk.Simulator.Powens.PowensUser;

namespace ConnectionSdk.ConformanceTests.Simulated;

/// <summary>Powens: its simulator, and a user with a phone and a browser.</summary>
/// <param name="mode">Who shows the steps of a repair.</param>
/// <param name="broken">How a broken connection is broken.</param>
internal sealed class PowensDriver(PowensReconnectMode mode, Action<PowensConnectionSetup> broken)
    : SimulatedDriver<PowensSimulator>(new PowensSimulator(new SimulatedClock()) { RequiresEncryption = true })
{
    private const string Code = "48120765";
    private const string WrongCode = "00000000";

    private PowensUser? _user;

    public override IReadOnlySet<Feature> Lacks { get; } = mode == PowensReconnectMode.Webview
        ? new HashSet<Feature> { Feature.Revocation, Feature.Fields }
        : new HashSet<Feature> { Feature.Revocation };

    public async Task<IProviderDriver> StartAsync()
    {
        await Simulator.StartAsync();
        _user = Simulator.AddUser();
        Secret(_user.Token);
        Secret(Simulator.ClientSecret);
        return this;
    }

    public override ConnectionProvider CreateProvider(ILoggerFactory loggers)
    {
        var options = new PowensOptions { ReconnectMode = mode };
        options.PointAt(Simulator);
        return PowensProvider.Create(options, timeProvider: Clock, loggerFactory: loggers);
    }

    public override ConnectionRef AddConnection(Situation situation)
    {
        var connection = Simulator.AddConnection(_user!, setup => SetUp(situation, setup));
        foreach (var account in connection.Accounts)
        {
            Secret(account.Number!);
        }

        return new ConnectionRef(new ProviderId(PowensProvider.Name), $"{connection.Id}", $"{_user!.Id}");
    }

    public override async Task<UserReply?> ActAsync(ReconnectSession session, Behaviour behaviour)
    {
        var id = long.Parse(session.Connection.ConnectionId, System.Globalization.CultureInfo.InvariantCulture);
        switch (session.Action)
        {
            case RequiredAction.ProvideFields when behaviour == Behaviour.GivesUp:
                return new UserReply.Abandoned();
            case RequiredAction.ProvideFields ask:
                var typed = Secret(behaviour == Behaviour.Succeeds ? Simulator.User.ReadCode(id) : WrongCode);
                return new UserReply.FieldValues(ask.Fields.Single().Name, typed);
            case RequiredAction.FollowRedirect { Url: { } page }:
                Secret(page.Query);
                var callback = await Simulator.User.FollowAsync(page, behaviour switch
                {
                    Behaviour.Succeeds => PowensVisit.Completes,
                    Behaviour.Mistypes => PowensVisit.MistypesAndCancels,
                    _ => PowensVisit.Cancels,
                });
                Secret(CallbackState.QueryValue(callback, "state")!);
                return new UserReply.RedirectReturned(callback);
            case RequiredAction.ApproveElsewhere:
                _ = behaviour == Behaviour.Succeeds ? Simulator.User.ApproveInBankApp(id) : Simulator.User.RefuseInBankApp(id);
                return null;
            default:
                throw new InvalidOperationException($"Nothing is known to do about {session.Action.Kind}.");
        }
    }

    protected override bool IsChanging(RecordedCall call) =>
        call.Matches("POST", "/2.0/users/me/connections/**") || call.Method is "PUT" or "DELETE";

    private void SetUp(Situation situation, PowensConnectionSetup setup)
    {
        switch (situation)
        {
            case Situation.Broken:
                broken(setup);
                break;
            case Situation.AsksForFields:
                setup.NeedsOtp(Code, pattern: "^[0-9]{8}$");
                break;
            case Situation.ReturnsWithOtherIds:
                broken(setup);
                setup.OnRepair(accounts =>
                {
                    accounts.Recreate(0);
                    accounts.Recreate(1);
                });
                break;
            case Situation.ReturnsWithAnotherAccount:
                broken(setup);
                setup.OnRepair(accounts => accounts.ReplaceAll(new PowensAccount { Name = "Compte joint", Number = "FR9900000001" }));
                break;
            case Situation.UnknownStatus:
                setup.InState("somethingOfTomorrow");
                break;
            case Situation.BankDown:
                setup.BankDown();
                break;
            case Situation.Gone:
                setup.Gone();
                break;
            case Situation.Healthy:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(situation));
        }
    }
}
