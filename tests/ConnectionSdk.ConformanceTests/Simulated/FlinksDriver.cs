using ConnectionSdk.Conformance;
using ConnectionSdk.Flinks;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.ConformanceTests.Simulated;

/// <summary>Flinks: its simulator, and a user who answers the bank's questions, in Flinks Connect or by fields. Nothing tells that a user withdrew access.</summary>
/// <param name="byFields">Whether questions are asked by the application's own form.</param>
internal sealed class FlinksDriver(bool byFields) : SimulatedDriver<FlinksSimulator>(new FlinksSimulator(new SimulatedClock()))
{
    private const string RightAnswer = "Montreal-48120765";
    private const string WrongAnswer = "Atlantis-00000000";

    private readonly Dictionary<string, IReadOnlyList<Account>> _known = new(StringComparer.Ordinal);

    public override IReadOnlySet<Feature> Lacks { get; } = byFields
        ? new HashSet<Feature> { Feature.Revocation }
        : new HashSet<Feature> { Feature.Revocation, Feature.Fields };

    /// <summary>Flinks shows the bank the stored password at every contact: only answers are the user's.</summary>
    public override int SubmissionsAtBank => Simulator.Bank.Count(BankSubmissionKind.Code);

    public async Task<IProviderDriver> StartAsync()
    {
        await Simulator.StartAsync();

        // Reading accounts waits for data on the clock, which stands still while the suite reads.
        Simulator.DataTakes = TimeSpan.Zero;
        Secret(Simulator.SecretKey);
        Secret(Simulator.ApiKey);
        return this;
    }

    public override ConnectionProvider CreateProvider(ILoggerFactory loggers)
    {
        var options = new FlinksOptions { AnswerMfaByFields = byFields };
        options.PointAt(Simulator);
        return FlinksProvider.Create(options, timeProvider: Clock, loggerFactory: loggers);
    }

    public override ConnectionRef AddConnection(Situation situation)
    {
        var connection = Simulator.AddConnection(setup => SetUp(situation, setup));
        foreach (var account in connection.Accounts)
        {
            Secret(account.AccountNumber!);
        }

        _known[connection.LoginId] = [.. connection.Accounts.Select(AsStored)];

        return new ConnectionRef(new ProviderId(FlinksProvider.Name), connection.LoginId, "user-1042");
    }

    /// <summary>Flinks shows no accounts once a refresh has failed, so an application keeps them.</summary>
    public override IReadOnlyList<Account>? KnownAccountsOf(ConnectionRef connection) => _known.GetValueOrDefault(connection.ConnectionId);

    public override async Task<UserReply?> ActAsync(ReconnectSession session, Behaviour behaviour)
    {
        switch (session.Action)
        {
            case RequiredAction.ProvideFields when behaviour == Behaviour.GivesUp:
                return new UserReply.Abandoned();
            case RequiredAction.ProvideFields ask:
                var typed = Secret(behaviour == Behaviour.Succeeds ? RightAnswer : WrongAnswer);
                return new UserReply.FieldValues(ask.Fields.Single().Name, typed);
            case RequiredAction.OpenWidget { Launch: { } launch }:
                Secret(launch.Parameters["authorizeToken"]);
                var query = string.Join('&', launch.Parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
                var visit = Simulator.User.UseWidgetAsync(new Uri($"{launch.Source}?{query}"), behaviour switch
                {
                    Behaviour.Succeeds => FlinksVisit.Completes,
                    Behaviour.Mistypes => FlinksVisit.MistypesAndCloses,
                    _ => FlinksVisit.Closes,
                });
                await PassTimeUntilAsync(visit);
                return new UserReply.WidgetReturned((await visit).Messages[^1]);
            default:
                throw new InvalidOperationException($"Nothing is known to do about {session.Action.Kind}.");
        }
    }

    /// <summary>Authorize reads what is stored, unless it contacts the bank or carries answers.</summary>
    protected override bool IsChanging(RecordedCall call) => call.Method is "DELETE" or "PATCH"
        || (call.Matches("POST", "/v3/*/BankingServices/Authorize")
            && (call.Json?["SecurityResponses"] is not null || call.Json?["MostRecentCached"]?.GetValue<bool>() != true));

    private static Account AsStored(FlinksAccount account) => new()
    {
        Id = account.Id,
        InstitutionId = "14",
        Name = account.Title,
        Type = account.Type!.ToLowerInvariant(),
        Currency = account.Currency,
        Number = account.TransitNumber is null ? null : SensitiveString.FromString($"{account.InstitutionNumber}-{account.TransitNumber}-{account.AccountNumber}"),
        MaskedNumber = account.AccountNumber![^4..],
    };

    private static void SetUp(Situation situation, FlinksConnectionSetup setup)
    {
        switch (situation)
        {
            case Situation.Healthy:
                break;
            case Situation.Broken or Situation.AsksForFields:
                setup.Asks(answer: RightAnswer).LastRefreshFailed();
                break;
            case Situation.ReturnsWithOtherIds:
                setup.Asks(answer: RightAnswer).LastRefreshFailed().OnRepair(accounts =>
                {
                    accounts.Recreate(0);
                    accounts.Recreate(1);
                });
                break;
            case Situation.ReturnsWithAnotherAccount:
                setup.Asks(answer: RightAnswer).LastRefreshFailed().OnRepair(accounts =>
                    accounts.ReplaceAll(new FlinksAccount { Title = "Joint", AccountNumber = "9998887", TransitNumber = "20002" }));
                break;
            case Situation.UnknownStatus:
                setup.LastRefreshFailed("SOMETHING_OF_TOMORROW");
                break;
            case Situation.BankDown:
                setup.LastRefreshFailed("BANK_MAINTENANCE_RETRY_LATER").LiveFailsWith("BANK_MAINTENANCE_RETRY_LATER");
                break;
            case Situation.Gone:
                setup.Gone();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(situation));
        }
    }
}
