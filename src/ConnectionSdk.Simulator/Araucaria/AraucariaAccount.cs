namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>A bank account as Araucaria lists it. Araucaria: Account.</summary>
public sealed class AraucariaAccount
{
    /// <summary>Araucaria's id; given by the simulator when empty.</summary>
    public string Id { get; set; } = "";

    /// <summary>The name the user sees.</summary>
    public string Name { get; set; } = "Cuenta Vista";

    /// <summary>Such as <c>checking</c> or <c>credit_card</c>; the set is open.</summary>
    public string Type { get; set; } = "checking";

    /// <summary>The ISO 4217 code.</summary>
    public string Currency { get; set; } = "CLP";

    /// <summary>The whole number; shown masked unless <see cref="AraucariaDivergences.ShowsWholeNumbers"/> is on.</summary>
    public string? Number { get; set; } = "000123451204";

    /// <summary>The balance in the currency's smallest unit; Chilean pesos have no decimals.</summary>
    public long Balance { get; set; } = 845000;

    /// <summary>What a credit card allows, or null.</summary>
    public long? CreditLimit { get; set; }

    /// <summary>When Araucaria first saw it.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }
}
