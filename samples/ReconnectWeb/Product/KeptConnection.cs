using System.Collections.Immutable;

namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>A connection as the product keeps it: what a row of its database would hold.</summary>
/// <param name="Number">The product's own number.</param>
/// <param name="Owner">The id of the user it belongs to.</param>
/// <param name="Name">What the bank is called.</param>
/// <param name="Ref">What ConnectionSdk knows it by.</param>
internal sealed record KeptConnection(int Number, string Owner, string Name, ConnectionRef Ref)
{
    /// <summary>The last known state; null before the first read. A value that nobody knows does not replace it.</summary>
    public Connection? Known { get; init; }

    /// <summary>The accounts as last read.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>Whether the last read failed or said nothing that is understood, so that what is known may be old.</summary>
    public bool IsUncertain { get; init; }

    /// <summary>Whether the last repair brought back other accounts: what is read since then is not what the user had connected.</summary>
    public bool HasOtherAccounts { get; init; }

    /// <summary>Until when the repair that was begun may take; null when none was, or it has ended.</summary>
    public DateTimeOffset? RepairLapsesAt { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public ImmutableList<HistoryEntry> History { get; init; } = [];

    /// <summary>Grows with every change that can be seen on the page, over all connections.</summary>
    public long Version { get; init; }

    public ConnectionState State => Known?.Status.State ?? ConnectionState.Unknown;

    /// <summary>Whether a repair is on its way: somebody may have left the page without ending it.</summary>
    public bool IsBeingRepaired(DateTimeOffset now) => now < RepairLapsesAt;
}
