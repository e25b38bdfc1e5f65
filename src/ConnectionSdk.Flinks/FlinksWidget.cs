using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>Starts Flinks Connect: a page with everything in its query. Flinks: Widget, Reconnect.</summary>
internal sealed class FlinksWidget(FlinksApi api, ProviderId provider, FlinksOptions options, TimeProvider time)
{
    /// <summary>A token lasts 15 minutes by one page and 30 by others: the shorter is promised.</summary>
    private static readonly TimeSpan TokenLasts = TimeSpan.FromMinutes(15);

    /// <summary>Why an address cannot be returned to; null when it can. Flinks adds a query of its own.</summary>
    public static string? RefuseRedirect(Uri redirect) =>
        !redirect.IsAbsoluteUri ? "must be an absolute address."
        : redirect.OriginalString.Contains('?', StringComparison.Ordinal) || redirect.OriginalString.Contains('#', StringComparison.Ordinal)
            ? "must have no query and no fragment."
            : null;

    /// <summary>Checks the address a request names, before anything is sent.</summary>
    /// <exception cref="ProviderException">Kind InvalidRequest: it cannot be returned to.</exception>
    public Uri? Redirect(Uri? requested)
    {
        var redirect = requested ?? options.RedirectUri;
        return redirect is not null && RefuseRedirect(redirect) is { } refusal
            ? throw new ProviderException(ProviderErrorKind.InvalidRequest, provider.Name, "OpenWidget", $"{provider.Name}: the redirect address {refusal}")
            {
                Tenant = provider.Tenant,
                MayHaveBeenSent = false,
            }
            : redirect;
    }

    /// <summary>The widget for a first connection.</summary>
    public ValueTask<RequiredAction.OpenWidget> ConnectAsync(
        string? institutionId, Uri? redirect, string state, string tag, CancellationToken cancellationToken) =>
        StartAsync(PageOf(institutionId), [], redirect, state, tag, null, cancellationToken);

    /// <summary>
    /// The widget for a repair: at the bank's questions while their session lives, else at the credential screen of the bank. The token spent on
    /// Authorize cannot be used again, so the widget gets its own.
    /// </summary>
    public ValueTask<RequiredAction.OpenWidget> ReconnectAsync(ReconnectContext context, FlinksMemo memo, CancellationToken cancellationToken)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        var resumes = memo.HasLiveSession(context.Now);
        if (resumes)
        {
            parameters.Add(new("requestId", memo.RequestId!));
        }

        if (context.KnownAccountIds.Count > 0)
        {
            parameters.Add(new("resumeSelectedAccounts", string.Join(',', context.KnownAccountIds)));
        }

        return StartAsync(
            resumes ? options.ConnectAddress : PageOf(memo.InstitutionId),
            parameters,
            Redirect(context.Options.RedirectUri),
            context.State.Value,
            context.Connection.UserId,
            resumes ? memo.SessionEndsAt : null,
            cancellationToken);
    }

    private async ValueTask<RequiredAction.OpenWidget> StartAsync(
        Uri page,
        IReadOnlyList<KeyValuePair<string, string>> more,
        Uri? redirect,
        string state,
        string? tag,
        DateTimeOffset? sessionEndsAt,
        CancellationToken cancellationToken)
    {
        var expiresAt = time.GetUtcNow() + TokenLasts;
        var parameters = new Dictionary<string, string>(options.WidgetParameters, StringComparer.Ordinal)
        {
            ["language"] = options.Language,
        };

        // It comes back in webhooks, which say whose login they are about by nothing else.
        if (tag is not null)
        {
            parameters["tag"] = tag;
        }
        else
        {
            parameters.Remove("tag");
        }

        foreach (var (name, value) in more)
        {
            parameters[name] = value;
        }

        if (redirect is not null)
        {
            parameters["redirectUrl"] = $"{redirect.OriginalString}?state={Uri.EscapeDataString(state)}";
        }

        if (options.RequireAuthorizeToken)
        {
            parameters["authorizeToken"] = (await api.MintTokenAsync(cancellationToken).ConfigureAwait(false)).Reveal();
        }

        return new RequiredAction.OpenWidget
        {
            Actor = Actor.EndUser,
            ExpiresAt = sessionEndsAt < expiresAt ? sessionEndsAt : expiresAt,
            Launch = new WidgetLaunch
            {
                Provider = FlinksProvider.Name,
                Source = page,
                Parameters = parameters,
                MessageOrigin = page.GetLeftPart(UriPartial.Authority),
            },
        };
    }

    private Uri PageOf(string? institutionId) => string.IsNullOrWhiteSpace(institutionId)
        ? options.ConnectAddress
        : new Uri($"{options.ConnectAddress.AbsoluteUri}Credential/{Uri.EscapeDataString(institutionId)}");
}
