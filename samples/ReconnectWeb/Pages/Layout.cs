using ConnectionSdk.ReconnectWeb.Access;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>What is around every page.</summary>
internal static class Layout
{
    public static Html Of(string title, DemoUser? user, Html main, string? script = null, string path = "") => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} · Pocketbook</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/assets/app.css">
        <link rel="stylesheet" href="/reconnect/connectionsdk.css">
        {Html.Of($"""<script type="module" src="/assets/{script}"></script>""").When(script is not null)}
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar"><div class="wide">
          <a class="brand" href="/"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zm3 4h8v2H8zm0 4h5v2H8z" fill-rule="evenodd"/></svg>Pocketbook</a>
          {Navigation(user, path)}
        </div></header>
        <main id="main" class="wide" tabindex="-1">{main}</main>
        <footer class="foot wide small">A sample of ConnectionSdk. Banks, people and money are made up; nothing leaves this machine.</footer>
        </body>
        </html>
        """);

    private static Html Navigation(DemoUser? user, string path) => user is null ? Html.None : Html.Of(
        $"""
        <nav aria-label="Main"><ul>
          {Item(Links.Home, "Connections", path)}
          {Item(Links.SimulatorPage, "Simulator", path)}
        </ul></nav>
        <form class="who" method="post" action="{Links.SignOutPage}"><span class="small">{user.Name}</span><button class="link">Sign out</button></form>
        """);

    private static Html Item(string href, string text, string path) => href == path
        ? Html.Of($"""<li><a href="{href}" aria-current="page">{text}</a></li>""")
        : Html.Of($"""<li><a href="{href}">{text}</a></li>""");
}
