using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.AspNetCore;

/// <summary>
/// Where a provider sends the user back to. What the address says is passed on only for the signed-in owner of the connection, in the browser the repair was
/// started in, with a state value that the flow handed out and has not seen again.
/// </summary>
internal sealed class ReconnectCallback(
    IReconnectFlow flow,
    IReconnectSessionStore store,
    BrowserBinding binding,
    IOptions<ReconnectEndpointOptions> options,
    ILogger<ReconnectCallback> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        var access = context.RequestServices.GetRequiredService<IReconnectAccess>();
        var user = await access.GetUserAsync(context, context.RequestAborted).ConfigureAwait(false);
        if (string.IsNullOrEmpty(user))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "nobody is signed in").ConfigureAwait(false);
            return;
        }

        if (AddressOf(context.Request) is not { } address
            || !ReconnectSessionId.TryFromCallback(address, out var id)
            || await store.FindAsync(id, context.RequestAborted).ConfigureAwait(false) is not { } stored
            || !await access.OwnsAsync(user, stored.Connection, context.RequestAborted).ConfigureAwait(false))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "the address names no repair of this user").ConfigureAwait(false);
            return;
        }

        if (binding.ReturnUrlOf(context, id, user) is not { } returnUrl)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "the repair was not started in this browser, or too long ago").ConfigureAwait(false);
            return;
        }

        await PassOnAsync(context, id, address, returnUrl).ConfigureAwait(false);
    }

    private async Task PassOnAsync(HttpContext context, ReconnectSessionId id, Uri address, string returnUrl)
    {
        try
        {
            var session = await flow.ReplyAsync(id, new UserReply.RedirectReturned(address), CancellationToken.None).ConfigureAwait(false);
            if (session.IsFinished)
            {
                binding.Remove(context, ReconnectEndpoints.PrefixOf(context, ReconnectEndpoints.Callback), id);
            }
        }
        catch (Exception exception) when (exception is UnexpectedReplyException or ReconnectSessionNotFoundException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "the state value was not handed out, or has been used").ConfigureAwait(false);
            return;
        }
        catch (Exception exception) when (exception is ProviderException or ReconnectInProgressException or ProviderNotRegisteredException)
        {
            // The session says how it stands, and the page it is read in can go on from there.
            CallbackLog.NotPassedOn(logger, exception.GetType().Name);
        }

        Answers.Protect(context.Response);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{returnUrl}#reconnect={id.Value}";
    }

    private Task RefuseAsync(HttpContext context, int status, string reason)
    {
        CallbackLog.Refused(logger, reason);
        return CallbackPage.WriteAsync(context, status, options.Value.ReturnUrls[0]);
    }

    /// <summary>The address as the provider called it. Only its query is looked at.</summary>
    private Uri? AddressOf(HttpRequest request)
    {
        var start = options.Value.CallbackUri?.AbsoluteUri
            ?? $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.Add(request.Path).ToUriComponent()}";
        return Uri.TryCreate(start + request.QueryString.ToUriComponent(), UriKind.Absolute, out var address) ? address : null;
    }
}
