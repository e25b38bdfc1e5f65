namespace ConnectionSdk.Simulator.Flinks;

/// <summary>The users of the bank FlinksCapital that everybody may use. Flinks: Test users.</summary>
internal static class FlinksTestUsers
{
    private const string Password = "Everyday";

    private static readonly string[] Names = ["Greatday", "greatday_nomfa", "test_disabled_account", "test_service_unavailable", "test_dispatched"];

    /// <summary>Lets a test user into the bank; null when there is no such test user.</summary>
    public static BankLogin? Open(SimulatedBank bank, string name) =>
        Names.Contains(name, StringComparer.Ordinal) ? bank.AddLogin(name, Password) : null;

    public static void Describe(FlinksConnectionSetup setup)
    {
        switch (setup.Login?.Name)
        {
            case "Greatday":
                setup.Asks("What city were you born in?", "Montreal")
                    .Asks("What is the best country on earth?", "Canada")
                    .Asks("What shape do people like most?", "Triangle");
                break;
            case "test_disabled_account":
                setup.LiveFailsWith("DISABLED_LOGIN");
                break;
            case "test_service_unavailable":
                setup.LiveFailsWith("RETRY_LATER");
                break;
            case "test_dispatched":
                setup.BankTakes(TimeSpan.FromMinutes(5));
                break;
            default:
                break;
        }
    }
}
