using System.Text.Json;
using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.ReconnectWeb.Product;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>
/// Where a connection is repaired: a page of its own and no dialog, so that a phone's back button works and that widgets, which lay themselves over the
/// whole page, lie on top. The user also comes back here from a bank's page; the script then learns from the address which repair to go on with.
/// </summary>
internal static class RepairPage
{
    public static Html Of(DemoUser user, KeptConnection? kept, IEnumerable<KeptConnection> all, bool renews) => Layout.Of(
        kept is null ? "Reconnect" : $"Reconnect {kept.Name}",
        user,
        Html.Of(
            $"""
            <div class="narrow">
            <p class="back"><a href="{Links.Home}">Your connections</a></p>
            <h1>Reconnect <span id="name">{kept?.Name ?? "your bank"}</span></h1>
            <p id="why">{(kept is not null && Wording.Of(kept) is { } wording ? Html.Of($"<strong>{wording.Headline}.</strong> {wording.Why}") : Html.None)}</p>
            <div id="repair" class="panel" data-connection="{kept?.Ref.ToString()}" data-renew="{(renews ? "true" : "false")}" data-names="{Names(all)}"></div>
            <noscript><p class="advice">Repairing a connection needs JavaScript: banks open their windows with it.</p></noscript>
            </div>
            """),
        "repair.js");

    private static string Names(IEnumerable<KeptConnection> all) => JsonSerializer.Serialize(
        all.ToDictionary(kept => kept.Ref.ToString(), kept => kept.Name, StringComparer.Ordinal), PageJson.Default.DictionaryStringString);
}
