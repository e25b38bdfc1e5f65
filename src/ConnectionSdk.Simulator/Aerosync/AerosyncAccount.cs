namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>A bank account as Aerosync shows it: one connection is one account. Aerosync: Bank account details.</summary>
public sealed class AerosyncAccount
{
    /// <summary>The name the user gave it.</summary>
    public string Nickname { get; set; } = "Everyday Checking";

    /// <summary>The number, possibly a token that is issued anew by every reconnection.</summary>
    public string Number { get; set; } = "00077000123450987";

    /// <summary>What the user sees of the number, usually its last four digits.</summary>
    public string NumberDisplay { get; set; } = "0987";

    /// <summary>Such as <c>CHECKING</c> or <c>savings</c>; the case varies.</summary>
    public string Type { get; set; } = "CHECKING";

    /// <summary>The nine digits of the bank's branch.</summary>
    public string RoutingNumber { get; set; } = "000000222";

    /// <summary>The balance in dollars.</summary>
    public decimal Balance { get; set; } = 840.15m;
}
