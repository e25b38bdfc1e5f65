using ConnectionSdk.Aerosync.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>Makes what a front end opens the widget with. Each launch has a token of its own, never kept. Aerosync: Widget parameters.</summary>
internal sealed class AerosyncWidget(AerosyncApi api, ProviderId provider, AerosyncOptions options, TimeProvider time)
{
    private const string Version = "2.0.0";

    /// <summary>For a token that does not say how long it lasts.</summary>
    private static readonly TimeSpan Unstated = TimeSpan.FromMinutes(5);

    /// <summary>Why an address cannot be returned to; null when it can. Apps have addresses of their own scheme.</summary>
    public static string? RefuseRedirect(Uri address) => !address.IsAbsoluteUri ? "must be an absolute address."
        : address.Fragment.Length > 0 ? "must not hold a fragment."
        : address.UserInfo.Length > 0 ? "must not hold a user name or password."
        : null;

    /// <summary>A first link.</summary>
    public Task<RequiredAction.OpenWidget> LinkAsync(string userUuid, Uri? redirect, string state, CancellationToken cancellationToken) =>
        LaunchAsync(userUuid, null, redirect, state, [], cancellationToken);

    /// <summary>The repair of one connection: the token itself says which.</summary>
    public Task<RequiredAction.OpenWidget> ReconnectAsync(string userUuid, string connectionId, Uri? redirect, string state, CancellationToken cancellationToken) =>
        LaunchAsync(userUuid, connectionId, redirect, state, [], cancellationToken);

    /// <summary>The code that a job waits for.</summary>
    public Task<RequiredAction.OpenWidget> HandleMfaAsync(
        string userUuid, string connectionId, string jobId, Uri? redirect, string state, CancellationToken cancellationToken) =>
        LaunchAsync(
            userUuid,
            null,
            redirect,
            state,
            [KeyValuePair.Create("handleMFA", "true"), KeyValuePair.Create("jobId", jobId), KeyValuePair.Create("connectionId", connectionId)],
            cancellationToken);

    private async Task<RequiredAction.OpenWidget> LaunchAsync(
        string userUuid, string? reconnects, Uri? redirect, string state, KeyValuePair<string, string>[] mode, CancellationToken cancellationToken)
    {
        var address = redirect ?? options.RedirectUri;
        if (address is not null && RefuseRedirect(address) is { } refusal)
        {
            throw new ProviderException(ProviderErrorKind.InvalidRequest, provider.Name, "GetWidgetToken", $"{provider.Name}: not sent, the redirect address {refusal}")
            {
                Tenant = provider.Tenant,
                MayHaveBeenSent = false,
            };
        }

        var now = time.GetUtcNow();
        var answer = await api.GetWidgetTokenAsync(userUuid, reconnects, cancellationToken).ConfigureAwait(false);
        var token = AerosyncTokens.Require(answer, provider, "GetWidgetToken");
        var parameters = new Dictionary<string, string>(options.WidgetParameters, StringComparer.Ordinal)
        {
            ["token"] = token.Reveal(),
            ["aeroPassUserUuid"] = userUuid,
        };
        foreach (var (name, value) in mode)
        {
            parameters[name] = value;
        }

        Add("configurationId", options.ConfigurationId);
        Add("deeplink", address is null ? null : WithState(address, state));
        if (options.WidgetScript is null)
        {
            Add("defaultTheme", options.Theme);
            Add("version", Version);
        }
        else
        {
            Add("theme", options.Theme);
            Add("environment", options.Environment.ToString().ToLowerInvariant());
        }

        return new RequiredAction.OpenWidget
        {
            Actor = Actor.EndUser,
            ExpiresAt = now + (AerosyncTokens.LifetimeOf(answer, now) ?? Unstated),
            Launch = new WidgetLaunch
            {
                Provider = AerosyncProvider.Name,
                Source = options.WidgetScript ?? options.WidgetPage,
                Parameters = parameters,
                MessageOrigin = options.WidgetPage.GetLeftPart(UriPartial.Authority),
            },
        };

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parameters[name] = value;
            }
        }
    }

    /// <summary>The address with the value that must come back with the user.</summary>
    private static string WithState(Uri address, string state)
    {
        var text = address.OriginalString;
        return $"{text}{(text.Contains('?', StringComparison.Ordinal) ? '&' : '?')}state={Uri.EscapeDataString(state)}";
    }
}
