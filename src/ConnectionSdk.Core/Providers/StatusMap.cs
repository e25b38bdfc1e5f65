using System.Collections.Frozen;

namespace ConnectionSdk.Providers;

/// <summary>
/// A provider's codes as data: the table in the documentation is made from it, and tests walk every row.
/// A lookup allocates nothing, and an unknown code gives the cautious <see cref="Unmapped"/> row.
/// </summary>
public sealed class StatusMap
{
    private readonly FrozenDictionary<string, StatusRow> _rows;

    /// <summary>A map of these rows; a later row replaces an earlier one with the same code.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="unmapped">What every other code means; null takes state <see cref="ConnectionState.Unknown"/> and permits nothing but a reconnect.</param>
    public StatusMap(IEnumerable<StatusRow> rows, StatusRow? unmapped = null)
    {
        var byCode = new Dictionary<string, StatusRow>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            byCode[row.Code] = row;
        }

        _rows = byCode.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        TellsRevocations = byCode.Values.Any(static row => row.State == ConnectionState.Revoked);
        Unmapped = unmapped ?? new StatusRow
        {
            Code = "*",
            State = ConnectionState.Unknown,
            Reason = StatusReason.Unrecognised,
            Action = RequiredActionKind.ContactSupport,
            Actor = Actor.Integrator,
            Activity = ConnectionActivity.Unknown,
            Retry = RetryAdvice.Later,
            Meaning = "A code this version does not know: keep the last known state and look for an update.",
            Source = "docs/states.md",
        };
    }

    /// <summary>Every row, in no particular order.</summary>
    public IReadOnlyCollection<StatusRow> Rows => _rows.Values;

    /// <summary>What a code without a row means.</summary>
    public StatusRow Unmapped { get; }

    /// <summary>Whether a row says that the user withdrew access, be it the adapter's or one that the integrator set.</summary>
    internal bool TellsRevocations { get; }

    /// <summary>The row of a code.</summary>
    /// <param name="code">The provider's code; null and empty stand for its absence.</param>
    /// <param name="recognised">Whether the code has a row of its own.</param>
    public StatusRow Find(string? code, out bool recognised)
    {
        recognised = _rows.TryGetValue(code ?? "", out var row);
        return row ?? Unmapped;
    }

    /// <summary>This map with rows replaced or added, for integrators who know better or earlier.</summary>
    /// <param name="rows">The rows that win.</param>
    public StatusMap With(IEnumerable<StatusRow> rows) => new(_rows.Values.Concat(rows), Unmapped);

    /// <summary>This map with the rows an integrator set in an adapter's options; the map itself where there are none.</summary>
    /// <param name="overrides">The rows that win.</param>
    public StatusMap With(ICollection<StatusOverride> overrides) => overrides.Count == 0 ? this : With(overrides.Select(row => row.ToRow()));
}
