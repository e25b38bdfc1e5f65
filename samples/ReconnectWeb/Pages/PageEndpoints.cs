using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.ReconnectWeb.Product;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>The pages of the product, each for whoever is signed in.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this WebApplication app)
    {
        var (book, reader) = (app.Services.GetRequiredService<ConnectionBook>(), app.Services.GetRequiredService<ConnectionReader>());
        var (client, time) = (app.Services.GetRequiredService<IConnectionClient>(), app.Services.GetRequiredService<TimeProvider>());
        var pages = app.MapGroup("").RequireAuthorization();

        pages.MapGet(Links.Home, async (HttpContext context) =>
        {
            var user = context.User()!;
            await reader.ReadAllAsync(user.Id, context.RequestAborted);
            var version = book.Version;
            return SignIn.Show(ConnectionsPage.Of(user, book.Of(user.Id), CapabilitiesOf, version, time.GetUtcNow()));
        });

        pages.MapGet(Links.HistoryPage, (HttpContext context) => Find(context) is { } kept
            ? SignIn.Show(HistoryPage.Of(context.User()!, kept))
            : NotFound(context));

        // Without a connection it is where users come back to from a bank's page.
        pages.MapGet(Links.RepairPage, (HttpContext context) =>
        {
            var kept = Find(context);
            return kept is null && context.Request.Query.ContainsKey("connection")
                ? NotFound(context)
                : SignIn.Show(RepairPage.Of(context.User()!, kept, book.Of(context.User()!.Id), context.Request.Query["renew"] == "true"));
        });

        pages.MapGet(Links.EventsPath, (HttpContext context, IHostApplicationLifetime lifetime) =>
        {
            var after = context.Request.Headers["Last-Event-ID"] is [{ } last] ? last : context.Request.Query["after"].ToString();
            return TypedResults.ServerSentEvents(Changes(context.User()!, long.TryParse(after, CultureInfo.InvariantCulture, out var version) ? version : 0, context.RequestAborted, lifetime.ApplicationStopping));
        });

        app.MapFallback((HttpContext context) => NotFound(context));

        KeptConnection? Find(HttpContext context) =>
            ConnectionRef.TryParse(context.Request.Query["connection"], out var reference) && book.Find(reference) is { } kept && kept.Owner == context.User()?.Id
                ? kept
                : null;

        ProviderCapabilities CapabilitiesOf(KeptConnection kept) => client.CapabilitiesOf(kept.Ref);

        async IAsyncEnumerable<SseItem<string>> Changes(DemoUser user, long after, [EnumeratorCancellation] CancellationToken gone, CancellationToken stopping)
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
            await using var changes = book.ChangesAsync(user.Id, after, ends.Token).GetAsyncEnumerator(ends.Token);
            while (await NextAsync(changes))
            {
                var kept = changes.Current;
                yield return new SseItem<string>(Describe(kept, book.Of(user.Id)), "connection") { EventId = $"{kept.Version}" };
            }
        }

        string Describe(KeptConnection kept, IReadOnlyList<KeptConnection> all)
        {
            var change = new CardChange(
                $"connection-{kept.Number}",
                Places.Of(kept).ToString(),
                ConnectionCard.Of(kept, CapabilitiesOf(kept), time.GetUtcNow()).Markup,
                ConnectionsPage.Summary(all),
                Wording.Of(kept) is { } wording ? $"{kept.Name}: {wording.Headline}." : "");
            return JsonSerializer.Serialize(change, PageJson.Default.CardChange);
        }
    }

    private static IResult NotFound(HttpContext context) => SignIn.Show(MessagePage.NotFound(context.User()), StatusCodes.Status404NotFound);

    /// <summary>Whoever leaves the page, or the end of the application, ends the stream without a failure.</summary>
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<KeptConnection> changes)
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
