namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>Where the editions of Araucaria's documentation contradict each other, or leave open what is sent. All off unless switched on.</summary>
public sealed class AraucariaDivergences
{
    /// <summary>A healthy connection is <c>ACTIVE</c>, not <c>CONNECTED</c>.</summary>
    public bool SaysActive { get; set; }

    /// <summary>A connection calls its id <c>id</c>, not <c>connectionId</c>.</summary>
    public bool NamesConnectionIdId { get; set; }

    /// <summary>A connection's last sync is <c>lastSyncAt</c>, not <c>lastSyncedAt</c>.</summary>
    public bool SaysLastSyncAt { get; set; }

    /// <summary>A connection does not say when it was last synced.</summary>
    public bool OmitsLastSync { get; set; }

    /// <summary>Accounts are listed as <c>{data, has_more, next_cursor}</c>, not as a bare array.</summary>
    public bool WrapsAccounts { get; set; }

    /// <summary>How many accounts a wrapped page holds; null means all.</summary>
    public int? AccountsPerPage { get; set; }

    /// <summary>Account numbers are not masked.</summary>
    public bool ShowsWholeNumbers { get; set; }

    /// <summary>Account numbers are null.</summary>
    public bool OmitsNumbers { get; set; }

    /// <summary>Webhooks are flat objects without an id, as the quickstart shows them once.</summary>
    public bool FlatWebhooks { get; set; }

    /// <summary>Creations and deletions answer 200 instead of 201 and 204.</summary>
    public bool AnswersOk { get; set; }
}
