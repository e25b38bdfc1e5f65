namespace ConnectionSdk;

/// <summary>What happened to an account across a repair.</summary>
public enum AccountChange
{
    /// <summary>A value this version does not know.</summary>
    Unknown = 0,

    /// <summary>The same account under the same id.</summary>
    Same,

    /// <summary>The same id under another name.</summary>
    Renamed,

    /// <summary>Another id, but the evidence says that it is the same account: move your own references over.</summary>
    ReIdentified,

    /// <summary>Did not come back.</summary>
    Missing,

    /// <summary>Was not there before.</summary>
    Added,
}
