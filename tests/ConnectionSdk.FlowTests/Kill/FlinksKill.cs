using ConnectionSdk.Flinks;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>Flinks with a question of the bank, answered by fields.</summary>
internal sealed class FlinksKill : KillScenario
{
    private readonly FlinksSimulator _flinks;
    private readonly FlinksConnection _connection;
    private readonly string _typed;

    public FlinksKill(string typed)
    {
        _typed = typed;
        IsUserRight = typed == RightAnswer;
        _flinks = new FlinksSimulator(Clock) { DataTakes = TimeSpan.Zero };
        _connection = _flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        _flinks.User.Login = _connection.Login;
        _flinks.User.SelectedAccounts = [.. Enumerable.Range(0, _connection.Accounts.Count)];
        Connection = new ConnectionRef(new ProviderId(FlinksProvider.Name), _connection.LoginId, "user-1042");
    }

    public static string RightAnswer => "Montreal";

    public override SimulatedProvider Provider => _flinks;

    public override ConnectionRef Connection { get; }

    public override string ApiPath => "";

    public override IReadOnlyDictionary<string, int> Sent => new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["answers"] = _connection.AnswersReceived,
        ["codes at the bank"] = _flinks.Bank.Count(BankSubmissionKind.Code),
    };

    public override IEnumerable<string> Settings(Uri api) =>
    [
        "Flinks:Instance=toolbox",
        $"Flinks:CustomerId={_flinks.CustomerId}",
        $"Flinks:SecretKey={_flinks.SecretKey}",
        $"Flinks:XApiKey={_flinks.ApiKey}",
        "Flinks:AnswerMfaByFields=true",
        $"Flinks:ApiBaseAddress={api}",
        $"Flinks:ConnectBaseAddress={_flinks.ConnectAddress}",
        "Flinks:Http:AllowInsecureLoopback=true",
        "Flinks:Http:TimeoutFactor=100",
        .. _connection.Accounts.Select(account => KnownAccounts.Line(
            account.Id, "14", account.Type!.ToLowerInvariant(), account.Currency!, $"{account.InstitutionNumber}-{account.TransitNumber}-{account.AccountNumber}")),
    ];

    public override async Task<string> ReplyAsync(RequiredActionKind asked, string link) => asked switch
    {
        RequiredActionKind.ProvideFields => UserReplies.Field("What city were you born in?", _typed),
        RequiredActionKind.OpenWidget => UserReplies.Widget((await _flinks.User.UseWidgetAsync(new Uri(link))).Messages[^1]),
        _ => throw new InvalidOperationException($"The user is asked for {asked}."),
    };
}
