using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.ReconnectWeb.Product;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>The user's connections, those that need the user first.</summary>
internal static class ConnectionsPage
{
    public static Html Of(
        DemoUser user, IReadOnlyList<KeptConnection> connections, Func<KeptConnection, ProviderCapabilities> capabilities, long version, DateTimeOffset now)
    {
        var byPlace = connections.ToLookup(Places.Of);
        return Layout.Of(
            "Your connections",
            user,
            Html.Of(
                $"""
                <h1>Your connections</h1>
                <p class="summary" id="summary" data-version="{version}">{Summary(connections)}</p>
                <p class="unseen" role="status" aria-live="polite" id="news"></p>
                {Places.Shown.Select(place => Section(place, byPlace[place], capabilities, now))}
                {Gone(byPlace[Place.None])}
                """),
            "connections.js",
            Links.Home);
    }

    public static string Summary(IEnumerable<KeptConnection> connections) => connections.Count(kept => Places.Of(kept) == Place.NeedsYou) switch
    {
        0 => "All is well: nothing for you to do.",
        1 => "One of your connections needs you.",
        var count => $"{count} of your connections need you.",
    };

    private static Html Section(
        Place place, IEnumerable<KeptConnection> connections, Func<KeptConnection, ProviderCapabilities> capabilities, DateTimeOffset now)
    {
        var cards = connections.Select(kept => ConnectionCard.Of(kept, capabilities(kept), now)).ToList();
        var hidden = cards.Count == 0 ? new Html(" hidden") : Html.None;
        return Html.Of(
            $"""
            <section id="{place.ToString()}" aria-labelledby="{place.ToString()}-title"{hidden}>
              <h2 id="{place.ToString()}-title">{place.Title()}</h2>
              <div class="cards">{cards}</div>
            </section>
            """);
    }

    private static Html Gone(IEnumerable<KeptConnection> connections)
    {
        var links = connections.Select(kept => Html.Of($"""<li>{kept.Name} is gone. <a href="{Links.History(kept)}">What happened<span class="unseen"> to {kept.Name}</span></a></li>""")).ToList();
        return Html.Of($"""<ul class="gone small" id="gone">{links}</ul>""");
    }
}
