namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>Where a line of history comes from.</summary>
internal enum HistorySource
{
    /// <summary>The product itself.</summary>
    Product,

    /// <summary>A read of the connection.</summary>
    Read,

    /// <summary>The journal of a repair.</summary>
    Repair,

    /// <summary>A webhook.</summary>
    Webhook,
}
