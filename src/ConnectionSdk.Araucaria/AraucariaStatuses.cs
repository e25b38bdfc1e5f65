using ConnectionSdk.Araucaria.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria;

/// <summary>Looks statuses and codes up whatever their spelling, aliases included.</summary>
internal sealed class AraucariaStatuses
{
    private readonly StatusReader _reader;
    private readonly Dictionary<string, string> _spellings;

    public AraucariaStatuses(StatusReader reader, AraucariaOptions options)
    {
        _reader = reader;
        _spellings = reader.Map.Rows.ToDictionary(static row => row.Code, static row => row.Code, AraucariaCode.Comparer);
        foreach (var (alias, status) in options.StatusAliases)
        {
            // A row of the integrator's says more than an alias, which may be one of the defaults.
            if (!options.StatusOverrides.Any(change => AraucariaCode.Is(change.Code, alias)))
            {
                _spellings[alias] = _spellings.GetValueOrDefault(status, status);
            }
        }
    }

    public StatusMap Map => _reader.Map;

    /// <summary>The map with the integrator's rows, each in the place of the row that its code means, and of that row's further meanings.</summary>
    public static StatusMap MapFor(AraucariaOptions options) => options.StatusOverrides.Count == 0
        ? AraucariaStatusMap.Map
        : AraucariaStatusMap.Map.With(options.StatusOverrides
            .SelectMany(static change => AraucariaStatusMap.Map.Rows.Where(row => IsFurtherMeaning(row.Code, change.Code)).Select(row => change.ToRow() with { Code = row.Code }))
            .Concat(options.StatusOverrides.Select(static change => change.ToRow() with { Code = Known(change.Code) ?? change.Code })));

    public static bool Knows(AraucariaOptions options, string status) =>
        Known(status) is not null || options.StatusOverrides.Any(change => AraucariaCode.Is(change.Code, status));

    /// <summary>A status or code as the map spells it; one without a row stays as it is.</summary>
    public string? Canonical(string? code) => code is not null && _spellings.TryGetValue(code.Trim(), out var known) ? known : code;

    /// <summary>The row of a code.</summary>
    public StatusRow Find(string? code, out bool recognised) => _reader.Find(Canonical(code), out recognised);

    private static string? Known(string code) => AraucariaStatusMap.Map.Rows.FirstOrDefault(row => AraucariaCode.Is(row.Code, code))?.Code;

    private static bool IsFurtherMeaning(string rowCode, string code) => rowCode.IndexOf(" (", StringComparison.Ordinal) is > 0 and var at && AraucariaCode.Is(rowCode[..at], code);
}
