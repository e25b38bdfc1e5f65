using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.ReconnectWeb.Product;
using ConnectionSdk.ReconnectWeb.Simulation;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>The other side of the demonstration: the user's phone, and what can be made to happen at the banks.</summary>
internal static class SimulatorPage
{
    public static Html Of(DemoUser user, IReadOnlyList<DemoConnection> connections, IReadOnlyList<SentWebhook> webhooks, DateTimeOffset now, string? did)
    {
        var asking = connections.Where(connection => connection.Code is not null || connection.AsksForApproval).ToList();
        return Layout.Of("Simulator", user, Html.Of(
            $"""
            <div class="tools">
            <p class="tag">Simulator tools, no part of the product</p>
            <h1>The other side</h1>
            <p>What {user.Name} has on the phone and knows by heart, and what may happen at the banks. Leave this page open in a second window.</p>
            {Html.Of($"""<p class="done" role="status">{did}</p>""").When(did is not null)}
            <section class="phone" aria-labelledby="phone-title"><h2 id="phone-title">Phone</h2>{(asking.Count == 0 ? Html.Of($"""<p class="small">No message. Start a repair, then look again.</p>""") : Html.Join(asking.Select(Message)))}
            <p><a class="button second" href="{Links.SimulatorPage}">Look again</a></p></section>
            <section aria-labelledby="time-title"><h2 id="time-title">Time</h2>
            <form method="post" action="{Links.SimulatorPage}/time" class="row"><p>It is {Times.Long(now)}.</p>{Later(1, "A minute later")}{Later(60, "An hour later")}{Later(1440, "A day later")}{Later(14400, "Ten days later")}</form></section>
            <section aria-labelledby="banks-title"><h2 id="banks-title">Banks</h2><div class="cards">{connections.Select(Bank)}</div></section>
            <section aria-labelledby="webhooks-title"><h2 id="webhooks-title">Webhooks</h2>
            <form method="post" action="{Links.SimulatorPage}/webhook" class="row"><p>What the providers have told Pocketbook, the last one first.</p><button class="second">Send the last one again</button></form>
            <ol class="sent small">{webhooks.Select(each => Html.Of($"<li>{each.Provider}: <code>{each.Event}</code>, {each.Answer}</li>"))}</ol></section>
            </div>
            """),
            path: Links.SimulatorPage);
    }

    private static Html Message(DemoConnection connection) => connection.Code is { } code
        ? Html.Of($"""<p class="bubble">{connection.Name}: your code is <strong class="digits">{code}</strong></p>""")
        : Html.Of(
            $"""
            <form method="post" action="{Links.SimulatorPage}/tool" class="bubble"><input type="hidden" name="connection" value="{connection.Ref.ToString()}">
            <p>{connection.Name}: allow Pocketbook to read your accounts?</p>
            <div class="row"><button name="tool" value="approve">Approve<span class="unseen"> for {connection.Name}</span></button><button name="tool" value="refuse" class="second">Refuse<span class="unseen"> for {connection.Name}</span></button></div></form>
            """);

    private static Html Later(int minutes, string label) => Html.Of($"""<button name="minutes" value="{minutes}" class="second">{label}</button>""");

    private static Html Bank(DemoConnection connection) => Html.Of(
        $"""
        <article class="card" aria-label="{connection.Name}">
          <h3>{connection.Name}</h3>
          <p class="small">{ConnectionCard.ProviderName(connection.Ref.Provider)} · login <code>{connection.Login}</code> · password <code>{connection.Password}</code></p>
          {Html.Of($"""<p class="small">{connection.Hint}</p>""").When(connection.Hint is not null)}
          <form method="post" action="{Links.SimulatorPage}/tool" class="row"><input type="hidden" name="connection" value="{connection.Ref.ToString()}">{connection.Tools.Select(tool => Tool(tool, connection))}</form>
        </article>
        """);

    private static Html Tool(DemoTool tool, DemoConnection connection) =>
        Html.Of($"""<button name="tool" value="{tool.Id}" class="second little">{tool.Label}<span class="unseen">: {connection.Name}</span></button>""");
}
