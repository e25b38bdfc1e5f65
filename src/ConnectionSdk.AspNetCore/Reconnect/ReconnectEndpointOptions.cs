namespace ConnectionSdk.AspNetCore;

/// <summary>What the reconnect endpoints may do. Checked when they are mapped.</summary>
public sealed class ReconnectEndpointOptions
{
    /// <summary>
    /// The addresses of the application that a user may be sent to after a callback, each compared to the letter: a path such as <c>/accounts</c>, or an
    /// absolute address. No query of a caller ever decides where a user goes. A repair that names none takes the first.
    /// </summary>
    /// <value>Default: empty. At least one is needed.</value>
    public IList<string> ReturnUrls { get; } = [];

    /// <summary>
    /// Further origins, such as <c>https://app.example</c>, whose pages may call the endpoints. The application's own origin need not be named.
    /// </summary>
    /// <value>Default: empty.</value>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The public address of <c>{prefix}/callback</c>, exactly as registered with the provider. Given to providers that send users back by a redirect
    /// (Powens); widgets stay in the page. Name it too when a proxy changes host, scheme or path: the cookie and the check of origins follow it.
    /// </summary>
    /// <value>Default: null, the address in the provider's own registration.</value>
    public Uri? CallbackUri { get; set; }
}
