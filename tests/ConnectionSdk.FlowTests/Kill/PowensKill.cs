using ConnectionSdk.Powens;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>Powens with a code, and where wanted a consent and an approval before it.</summary>
internal sealed class PowensKill : KillScenario
{
    private readonly PowensSimulator _powens;
    private readonly PowensConnection _connection;
    private readonly string _typed;

    public PowensKill(Action<PowensConnectionSetup> broken, string typed)
    {
        _typed = typed;
        IsUserRight = typed == RightCode;
        _powens = new PowensSimulator(Clock);
        var user = _powens.AddUser();
        _connection = _powens.AddConnection(user, broken);
        Connection = new ConnectionRef(new ProviderId(PowensProvider.Name), $"{_connection.Id}", $"{user.Id}");
    }

    public static string RightCode => "123456";

    public override SimulatedProvider Provider => _powens;

    public override ConnectionRef Connection { get; }

    public override string ApiPath => "2.0/";

    public override IReadOnlyDictionary<string, int> Sent => new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["codes at the bank"] = _powens.Bank.Count(BankSubmissionKind.Code),
        ["approvals asked for"] = _powens.Bank.ApprovalsRequested,
        ["forces"] = _connection.Forces,
        ["resumes"] = _connection.Resumes,
        ["fields"] = _connection.FieldSubmissions,
    };

    public override IEnumerable<string> Settings(Uri api) =>
    [
        "Powens:Domain=example",
        $"Powens:ClientId={_powens.ClientId}",
        $"Powens:ClientSecret={_powens.ClientSecret}",
        "Powens:RedirectUri=https://app.example/powens/callback",
        $"Powens:ApiBaseAddress={api}",
        $"Powens:WebviewBaseAddress={_powens.WebviewAddress}",
        "Powens:Http:AllowInsecureLoopback=true",
        "Powens:Http:TimeoutFactor=100",
    ];

    public override async Task<string> ReplyAsync(RequiredActionKind asked, string link) => asked switch
    {
        RequiredActionKind.ProvideFields => UserReplies.Field("otp", _typed),
        RequiredActionKind.ApproveElsewhere => UserReplies.Done,
        RequiredActionKind.FollowRedirect => UserReplies.Redirect(await _powens.User.FollowAsync(new Uri(link))),
        _ => throw new InvalidOperationException($"The user is asked for {asked}."),
    };

    protected override void DoMeanwhile()
    {
        if (_connection.Challenge is { Kind: BankSubmissionKind.Approval, Outcome: null })
        {
            _powens.User.ApproveInBankApp(_connection.Id);
        }
    }
}
