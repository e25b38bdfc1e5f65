namespace ConnectionSdk.Araucaria;

/// <summary>Araucaria's amounts, which are in the smallest unit of their currency: one Chilean peso is 1. Araucaria: Account object.</summary>
internal static class AraucariaAmount
{
    /// <summary>The amount in major units; null when the currency is not known well enough to place the decimal point.</summary>
    public static decimal? InMajorUnits(decimal? amount, string? currency) => (amount, UnitsOf(currency)) switch
    {
        ({ } smallest, { } units) => smallest / units,
        _ => null,
    };

    /// <summary>How many of the smallest unit make one major unit, by ISO 4217.</summary>
    private static decimal? UnitsOf(string? currency) => currency?.ToUpperInvariant() switch
    {
        "CLP" or "PYG" or "JPY" or "KRW" or "VND" or "ISK" or "UGX" or "XAF" or "XOF" or "XPF" or "BIF" or "DJF" or "GNF" or "KMF" or "RWF" or "VUV" or "UYI" => 1m,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 1_000m,
        "CLF" or "UYW" => 10_000m,
        { Length: 3 } code when code.All(char.IsAsciiLetterUpper) => 100m,
        _ => null,
    };
}
