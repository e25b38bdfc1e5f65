using ConnectionSdk.Araucaria;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;
using Microsoft.AspNetCore.WebUtilities;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>Araucaria with a changed password and a code, both typed in the widget.</summary>
internal sealed class AraucariaKill : KillScenario
{
    private readonly AraucariaSimulator _araucaria;
    private readonly AraucariaConnection _connection;

    public AraucariaKill()
    {
        _araucaria = new AraucariaSimulator(Clock);
        _connection = _araucaria.AddConnection();
        _connection.NeedsCode = true;
        _connection.ChangePasswordAtBank();
        _connection.FailAuthentication();
        Connection = new ConnectionRef(new ProviderId(AraucariaProvider.Name), _connection.Id);
    }

    public override SimulatedProvider Provider => _araucaria;

    public override ConnectionRef Connection { get; }

    public override string ApiPath => "";

    public override IReadOnlyDictionary<string, int> Sent => new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["passwords from the widget"] = _connection.CredentialsReceived,
        ["codes at the bank"] = _araucaria.Bank.Count(BankSubmissionKind.Code),
    };

    public override IEnumerable<string> Settings(Uri api) =>
    [
        $"Araucaria:ApiKey={_araucaria.ApiKey}",
        $"Araucaria:BaseAddress={api}",
        $"Araucaria:WidgetScriptUrl={_araucaria.WidgetScript}",
        "Araucaria:Http:AllowInsecureLoopback=true",
        "Araucaria:Http:TimeoutFactor=100",
    ];

    public override async Task<string> ReplyAsync(RequiredActionKind asked, string link)
    {
        var parameters = QueryHelpers.ParseQuery(new Uri(link).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        return UserReplies.Widget(await Application.RunAsync(Clock, _araucaria.User.UseWidgetAsync(parameters)));
    }
}
