using ConnectionSdk.Aerosync;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>Aerosync with a consent that has run out, given again in the widget.</summary>
internal sealed class AerosyncKill : KillScenario
{
    private readonly AerosyncSimulator _aerosync;
    private readonly AerosyncConnection _connection;
    private int _visits;

    public AerosyncKill()
    {
        _aerosync = new AerosyncSimulator(Clock);
        var user = new UserRef(new ProviderId(AerosyncProvider.Name), _aerosync.AddUser());
        _connection = _aerosync.AddConnection(user.UserId);
        _connection.ExpireConsent();
        Connection = user.Connection(_connection.Id);
    }

    public override SimulatedProvider Provider => _aerosync;

    public override ConnectionRef Connection { get; }

    public override string ApiPath => "";

    public override IReadOnlyDictionary<string, int> Sent => new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["visits of the user"] = _visits,
        ["reconnections"] = _connection.Reconnections,
    };

    public override IEnumerable<string> Settings(Uri api) =>
    [
        $"Aerosync:ApiKey={_aerosync.ApiKey}",
        $"Aerosync:ApiSecret={_aerosync.ApiSecret}",
        $"Aerosync:ApiBaseAddress={api}",
        $"Aerosync:WidgetAddress={_aerosync.WidgetAddress}",
        "Aerosync:Http:AllowInsecureLoopback=true",
        "Aerosync:Http:TimeoutFactor=100",
    ];

    public override async Task<string> ReplyAsync(RequiredActionKind asked, string link)
    {
        _visits++;
        return UserReplies.Widget((await _aerosync.User.UseWidgetAsync(new Uri(link)))[^1]);
    }
}
