using ConnectionSdk.ReconnectWeb.Product;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>The parts of the list, in the order they stand.</summary>
internal enum Place
{
    /// <summary>Not shown: gone at the provider.</summary>
    None,

    /// <summary>The user has something to do.</summary>
    NeedsYou,

    /// <summary>Somebody else is busy with it.</summary>
    Busy,

    /// <summary>All is well.</summary>
    Working,

    /// <summary>Nothing is read any more.</summary>
    Ended,
}

internal static class Places
{
    public static IReadOnlyList<Place> Shown { get; } = [Place.NeedsYou, Place.Busy, Place.Working, Place.Ended];

    public static Place Of(KeptConnection kept) => kept.State switch
    {
        ConnectionState.Deleted => Place.None,
        ConnectionState.ActionRequired or ConnectionState.ReconnectRequired or ConnectionState.Pending => Place.NeedsYou,
        ConnectionState.Active when kept.HasOtherAccounts => Place.NeedsYou,
        ConnectionState.Active => Place.Working,
        ConnectionState.Revoked or ConnectionState.Disconnected or ConnectionState.Failed => Place.Ended,
        _ => Place.Busy,
    };

    public static string Title(this Place place) => place switch
    {
        Place.NeedsYou => "Needs you",
        Place.Busy => "Nothing for you to do",
        Place.Working => "Working",
        _ => "Ended",
    };
}
