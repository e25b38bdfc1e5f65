using System.Text;
using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>The addresses of Powens' pages, each with a temporary code that can be used once. Powens: Webview.</summary>
internal sealed class PowensWebview(PowensApi api, ProviderId provider, PowensOptions options, TimeProvider time)
{
    /// <summary>A code lasts half an hour by the reference and "a few minutes" by the guide: the shorter is promised.</summary>
    private static readonly TimeSpan CodeLasts = TimeSpan.FromMinutes(5);

    private static readonly string[] Languages = ["en", "fr", "de", "nl", "pt", "it", "es"];

    /// <summary>Why an address cannot be returned to; null when it can. The console compares the whole text, and a query is refused.</summary>
    public static string? RefuseRedirect(Uri redirect)
    {
        if (!redirect.IsAbsoluteUri)
        {
            return "must be an absolute address.";
        }

        return redirect.OriginalString.Contains('?', StringComparison.Ordinal) || redirect.OriginalString.Contains('#', StringComparison.Ordinal)
            ? "must have no query and no fragment: what must come back goes into the state value."
            : null;
    }

    /// <summary>The address users come back to, exactly as it was written; null when none is configured.</summary>
    /// <exception cref="ProviderException">Kind InvalidRequest: the address cannot be returned to.</exception>
    public string? Redirect(Uri? requested)
    {
        if ((requested ?? options.RedirectUri) is not { } redirect)
        {
            return null;
        }

        return RefuseRedirect(redirect) is { } refusal
            ? throw Refuse(ProviderErrorKind.InvalidRequest, $"the redirect address {refusal}")
            : redirect.OriginalString;
    }

    /// <exception cref="ProviderException">Kind Configuration: none is configured.</exception>
    public string RequireRedirect(Uri? requested) => Redirect(requested)
        ?? throw Refuse(ProviderErrorKind.Configuration, "no redirect address. Set PowensOptions.RedirectUri or name one in the request.");

    public async ValueTask<(Uri Url, DateTimeOffset ExpiresAt)> ConnectAsync(
        CallCredential user, string redirect, string state, string? institutionId, string? language, CancellationToken cancellationToken)
    {
        var page = await BeginAsync(user, "connect", language, redirect, state, cancellationToken).ConfigureAwait(false);
        if (institutionId is not null)
        {
            page.Add(Guid.TryParse(institutionId, out _) ? "connector_uuids" : "connector_ids", institutionId);
        }

        return page.Build();
    }

    public async ValueTask<(Uri Url, DateTimeOffset ExpiresAt)> ReconnectAsync(
        CallCredential user,
        string connectionId,
        string redirect,
        string state,
        bool resetCredentials,
        string? source,
        string? language,
        CancellationToken cancellationToken)
    {
        var page = await BeginAsync(user, "reconnect", language, redirect, state, cancellationToken).ConfigureAwait(false);
        page.Add("connection_id", connectionId);
        if (resetCredentials)
        {
            page.Add("reset_credentials", "true");
            page.Add("connection_sources", source);
        }

        return page.Build();
    }

    public async ValueTask<(Uri Url, DateTimeOffset ExpiresAt)> ManageAsync(
        CallCredential user, string? connectionId, string? redirect, string? state, string? language, CancellationToken cancellationToken)
    {
        var page = await BeginAsync(user, "manage", language, redirect, state, cancellationToken).ConfigureAwait(false);
        page.Add("connection_id", connectionId);
        return page.Build();
    }

    private async ValueTask<Page> BeginAsync(
        CallCredential user, string flow, string? language, string? redirect, string? state, CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        var answer = await api.GetCodeAsync(user, cancellationToken).ConfigureAwait(false);
        if (answer.Code is not { IsEmpty: false } code)
        {
            throw Refuse(ProviderErrorKind.Protocol, "the answer to /auth/token/code has no code.");
        }

        var lasts = answer.ExpiresIn is > 0 and < 300 ? TimeSpan.FromSeconds(answer.ExpiresIn.Value) : CodeLasts;

        // Without a language the page answers 503, and it wants the whole host name.
        var page = new Page(options.WebviewBaseAddress, $"{LanguageFor(language)}/{flow}", askedAt + lasts);
        page.Add("domain", options.Host);
        page.Add("client_id", options.ClientId);
        page.Add("redirect_uri", redirect);
        page.Add("code", code.Reveal());
        page.Add("state", state);
        return page;
    }

    private string LanguageFor(string? requested)
    {
        var language = requested?.Split('-', '_')[0].ToLowerInvariant();
        return Array.Exists(Languages, known => string.Equals(known, language, StringComparison.Ordinal)) ? language! : options.Language;
    }

    private ProviderException Refuse(ProviderErrorKind kind, string message) => new(kind, provider.Name, "Webview", $"{provider.Name}: {message}")
    {
        Tenant = provider.Tenant,
        MayHaveBeenSent = kind == ProviderErrorKind.Protocol,
    };

    private sealed class Page(Uri baseAddress, string path, DateTimeOffset expiresAt)
    {
        private readonly StringBuilder _query = new();

        public void Add(string name, string? value)
        {
            if (value is not null)
            {
                _query.Append(_query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        public (Uri Url, DateTimeOffset ExpiresAt) Build()
        {
            var root = baseAddress.AbsoluteUri;
            return (new Uri($"{root}{(root.EndsWith('/') ? "" : "/")}{path}{_query}"), expiresAt);
        }
    }
}
