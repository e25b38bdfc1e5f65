using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.ReconnectWeb.Product;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>What happened to a connection, and why.</summary>
internal static class HistoryPage
{
    public static Html Of(DemoUser user, KeptConnection kept) => Layout.Of($"What happened to {kept.Name}", user, Html.Of(
        $"""
        <p class="back"><a href="{Links.Home}">Your connections</a></p>
        <h1>What happened to {kept.Name}</h1>
        <p class="small">Newest first. The provider's own words are there for support.</p>
        <ol class="history" reversed>{kept.History.Reverse().Select(Entry)}</ol>
        """));

    private static Html Entry(HistoryEntry entry) => Html.Of(
        $"""
        <li class="from-{entry.Source.ToString().ToLowerInvariant()}">
          <p class="small"><time datetime="{entry.At.ToString("O")}">{Times.Long(entry.At)}</time> · {From(entry.Source)}</p>
          <p class="headline">{entry.Title}</p>
          {Html.Of($"<p>{entry.Detail}</p>").When(entry.Detail is not null)}
          {Html.Of($"""<p class="code">{entry.ForDevelopers}</p>""").When(entry.ForDevelopers is not null)}
        </li>
        """);

    private static string From(HistorySource source) => source switch
    {
        HistorySource.Read => "checked",
        HistorySource.Repair => "repair",
        HistorySource.Webhook => "message from the provider",
        _ => "Pocketbook",
    };
}
