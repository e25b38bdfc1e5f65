using ConnectionSdk.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.AspNetCore;

/// <summary>
/// What a page may ask of a repair. Every call: not from another site, a user, a connection of theirs; only then the flow. Refusals are thrown as
/// <see cref="ReconnectProblem"/> and written in one place.
/// </summary>
internal sealed class ReconnectEndpoints(
    IReconnectFlow flow,
    IReconnectSessionStore store,
    ConnectionProviders providers,
    BrowserBinding binding,
    IOptions<ReconnectEndpointOptions> options,
    TimeProvider time)
{
    public const string Sessions = "/sessions";
    public const string Callback = "/callback";

    private const int MaxBodyBytes = 64 * 1024;
    private const string Id = "id";

    public Task StartAsync(HttpContext context) => AnswerAsync(context, async user =>
    {
        var request = await ReadAsync(context, isSecret: false, static body => StartRequest.Read(body)).ConfigureAwait(false);
        var returnUrl = request.ReturnUrl ?? options.Value.ReturnUrls[0];
        if (!options.Value.ReturnUrls.Contains(returnUrl, StringComparer.Ordinal))
        {
            throw ReconnectProblem.ReturnUrlNotAllowed();
        }

        await RequireOwnerAsync(context, user, request.Connection).ConfigureAwait(false);
        var provider = providers.All.FirstOrDefault(provider => provider.Id == request.Connection.Provider) ?? throw ReconnectProblem.NotFound();
        var prepared = await context.RequestServices.GetRequiredService<IReconnectAccess>()
            .PrepareAsync(user, request.Connection, OptionsFor(provider, request), context.RequestAborted).ConfigureAwait(false);
        var session = await flow.StartAsync(request.Connection, prepared, context.RequestAborted).ConfigureAwait(false);
        if (!session.IsFinished)
        {
            binding.Set(context, PrefixOf(context, Sessions), session, user, returnUrl);
        }

        return session;
    });

    public Task GetAsync(HttpContext context) => OfSessionAsync(context, id => flow.GetAsync(id, context.RequestAborted));

    public Task PollAsync(HttpContext context) => OfSessionAsync(context, id => flow.PollAsync(id, context.RequestAborted));

    public Task CancelAsync(HttpContext context) => OfSessionAsync(context, id => flow.CancelAsync(id, CancellationToken.None));

    public Task ReplyAsync(HttpContext context) => OfSessionAsync(context, async id =>
    {
        var reply = await ReadAsync(context, isSecret: true, static body => ReplyReader.Read(body.Span)).ConfigureAwait(false);
        try
        {
            // A page that is closed now must not turn the bank's answer into an unknown one.
            return await flow.ReplyAsync(id, reply, CancellationToken.None).ConfigureAwait(false);
        }
        catch (UnexpectedReplyException exception)
        {
            throw ReconnectProblem.Unexpected(await AsShownAsync(exception.Session, context.RequestAborted).ConfigureAwait(false), exception.Message);
        }
        catch (ProviderException exception)
        {
            throw ReconnectProblem.NotTaken(exception);
        }
        finally
        {
            ReplyReader.Forget(reply);
        }
    });

    /// <summary>The address below which the endpoints are reached, as the browser sees it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">What comes after it.</param>
    public static string PrefixOf(HttpContext context, string endpoint)
    {
        var path = context.Request.PathBase.Add(context.Request.Path).ToUriComponent();
        var at = path.LastIndexOf(endpoint, StringComparison.OrdinalIgnoreCase);
        return at <= 0 ? "/" : path[..at];
    }

    private Task OfSessionAsync(HttpContext context, Func<ReconnectSessionId, Task<ReconnectSession>> call) => AnswerAsync(context, async user =>
    {
        // The store is asked first: reading through the flow may have a link issued, which a stranger must not cause.
        var stored = ReconnectSessionId.TryParse(context.Request.RouteValues[Id] as string, out var id)
            ? await store.FindAsync(id, context.RequestAborted).ConfigureAwait(false)
            : null;
        await RequireOwnerAsync(context, user, (stored ?? throw ReconnectProblem.NotFound()).Connection).ConfigureAwait(false);
        var session = await call(id).ConfigureAwait(false);
        if (session.IsFinished)
        {
            binding.Remove(context, PrefixOf(context, Sessions), id);
        }

        return session;
    });

    private async Task AnswerAsync(HttpContext context, Func<string, Task<ReconnectSession>> call)
    {
        try
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                if (CrossSite.Is(context.Request, options.Value))
                {
                    throw ReconnectProblem.CrossSite();
                }

                if (!context.Request.HasJsonContentType())
                {
                    throw ReconnectProblem.BadRequest("Send the content type application/json, even when there is nothing to say.");
                }
            }

            var access = context.RequestServices.GetRequiredService<IReconnectAccess>();
            var user = await access.GetUserAsync(context, context.RequestAborted).ConfigureAwait(false);
            var session = await call(string.IsNullOrEmpty(user) ? throw ReconnectProblem.NotSignedIn() : user).ConfigureAwait(false);
            await Answers.JsonAsync(context, "application/json", writer => SessionView.Write(writer, session, time.GetUtcNow())).ConfigureAwait(false);
        }
        catch (ReconnectProblem problem)
        {
            await problem.WriteAsync(context, time).ConfigureAwait(false);
        }
        catch (ReconnectSessionNotFoundException)
        {
            await ReconnectProblem.NotFound().WriteAsync(context, time).ConfigureAwait(false);
        }
        catch (ReconnectInProgressException)
        {
            await ReconnectProblem.InProgress().WriteAsync(context, time).ConfigureAwait(false);
        }
        catch (ProviderNotRegisteredException exception)
        {
            await ReconnectProblem.NotRegistered(exception).WriteAsync(context, time).ConfigureAwait(false);
        }
        catch (ProviderException exception)
        {
            await ReconnectProblem.Of(exception).WriteAsync(context, time).ConfigureAwait(false);
        }
    }

    private static async Task RequireOwnerAsync(HttpContext context, string user, ConnectionRef connection)
    {
        var access = context.RequestServices.GetRequiredService<IReconnectAccess>();
        if (!await access.OwnsAsync(user, connection, context.RequestAborted).ConfigureAwait(false))
        {
            throw ReconnectProblem.NotFound();
        }
    }

    private static async Task<T> ReadAsync<T>(HttpContext context, bool isSecret, Func<ReadOnlyMemory<byte>, T> read)
    {
        var body = await RequestBody.ReadAsync(context.Request, MaxBodyBytes, isSecret, context.RequestAborted).ConfigureAwait(false)
            ?? throw ReconnectProblem.TooLarge();
        try
        {
            return read(body);
        }
        finally
        {
            if (isSecret)
            {
                RequestBody.Clear(body);
            }
        }
    }

    /// <summary>The session with its link or token, which the refusal of a reply does not carry.</summary>
    private async Task<ReconnectSession> AsShownAsync(ReconnectSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await flow.GetAsync(session.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionSdkException)
        {
            return session;
        }
    }

    /// <summary>Only providers that redirect are given the callback: a widget with an address to leave to would leave the page.</summary>
    private ReconnectOptions OptionsFor(ConnectionProvider provider, StartRequest request) => new()
    {
        Language = request.Language,
        RenewConsent = request.RenewConsent,
        RedirectUri = provider.Capabilities.ReconnectActions.Contains(RequiredActionKind.FollowRedirect) ? options.Value.CallbackUri : null,
    };
}
