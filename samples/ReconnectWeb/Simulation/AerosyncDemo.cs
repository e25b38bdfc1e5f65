using ConnectionSdk.Aerosync;
using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>A connection at the simulated Aerosync: one account.</summary>
internal sealed class AerosyncDemo(AerosyncConnection connection) : DemoConnection
{
    private static readonly ProviderId Provider = new(AerosyncProvider.Name);

    public override string Login => connection.Customer.Login.Name;

    public override string Password => connection.Customer.Login.Password;

    public override string? Code => connection.Customer is { NeedsCode: true, Login.OpenChallenges.Count: > 0 } customer ? customer.Code : null;

    public override string Hint => $"The connected account is {connection.Account.Nickname}. Choosing another one is refused.";

    public override IReadOnlyList<DemoTool> Tools =>
    [
        new("consent", "Let the permission run out", connection.ExpireConsent),
        new("withdraw", "Withdraw access at the bank", connection.RevokeByUser),
        new("status", "Show a status nobody knows", () => connection.ShowStatus("UNDER_REVIEW")),
    ];

    public static IEnumerable<DemoConnection> All(AerosyncSimulator aerosync)
    {
        var user = aerosync.AddUser();
        yield return Of("Harbor Federal", static c => c.ExpireConsent(), asksForCode: true);
        yield return Of("Prairie Credit Union", static c => c.RevokeByUser());
        yield return Of("Granite Savings", static c => c.ShowStatus("UNDER_REVIEW"));
        yield return Of("First Meridian", static _ => { });

        AerosyncDemo Of(string name, Action<AerosyncConnection> breaks, bool asksForCode = false)
        {
            var customer = aerosync.AddCustomer();
            customer.NeedsCode = asksForCode;
            customer.Code = "204866";
            var connection = aerosync.AddConnection(user, customer);
            return new AerosyncDemo(connection)
            {
                Name = name,
                Owner = DemoUser.Sam.Id,
                Ref = new ConnectionRef(Provider, connection.Id, user),
                Breaks = () => breaks(connection),
            };
        }
    }
}
