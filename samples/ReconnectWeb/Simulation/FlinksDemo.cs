using ConnectionSdk.Flinks;
using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>A connection at the simulated Flinks.</summary>
internal sealed class FlinksDemo(FlinksConnection connection, string? hint) : DemoConnection
{
    private static readonly UserRef User = new(new ProviderId(FlinksProvider.Name), "user-1042");

    public override string Login => connection.Login.Name;

    public override string Password => connection.Login.Password;

    public override string? Hint => hint;

    public override IReadOnlyList<DemoTool> Tools =>
    [
        new("question", "Ask a question", () => connection.Break(c => c.Asks().LastRefreshFailed())),
        new("password", "Refuse the password", () => connection.Break(c => c.WrongPassword())),
        new("gone", "Delete it at Flinks", () => connection.Break(c => c.Gone())),
    ];

    public static IEnumerable<DemoConnection> All(FlinksSimulator flinks)
    {
        yield return Of("Maple Trust", c => c.Asks().LastRefreshFailed().OnRepair(SwapCardForSavings), "The bank asks for the city of birth: Montreal.");
        var other = flinks.AddConnection().Login;
        yield return Of("Laurentian Shore", c => c.WrongPassword(), SomebodyElse(other));
        yield return Of("Northern Bank", c => c.Gone(), null);

        FlinksDemo Of(string name, Action<FlinksConnectionSetup> breaks, string? hint)
        {
            var connection = flinks.AddConnection();
            return new FlinksDemo(connection, hint)
            {
                Name = name,
                Owner = DemoUser.Sam.Id,
                Ref = User.Connection(connection.LoginId),
                Breaks = () => connection.Break(breaks),
            };
        }
    }

    private static string SomebodyElse(BankLogin login) => $"To choose the wrong account, log in as {login.Name} with password {login.Password}.";

    private static void SwapCardForSavings(FlinksAccounts accounts)
    {
        accounts.Remove(1);
        accounts.Add(new FlinksAccount { Title = "Savings CAD", AccountNumber = "1239900", Type = "Savings", Balance = 2500m });
    }
}
