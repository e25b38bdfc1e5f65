namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>Somebody's login at the bank, and the accounts it opens.</summary>
public sealed class AerosyncCustomer
{
    internal AerosyncCustomer(BankLogin login, IEnumerable<AerosyncAccount> accounts)
    {
        Login = login;
        Accounts = [.. accounts];
    }

    /// <summary>The login and its password.</summary>
    public BankLogin Login { get; }

    /// <summary>The accounts the user may choose from in the widget.</summary>
    public IReadOnlyList<AerosyncAccount> Accounts { get; }

    /// <summary>Whether the bank sends a code after the password.</summary>
    public bool NeedsCode { get; set; }

    /// <summary>The code the bank sends.</summary>
    public string Code { get; set; } = "123456";
}
