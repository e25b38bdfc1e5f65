using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Pages;

/// <summary>
/// A small page with one form. It works in a browser, and its <c>data-step</c> tells a scripted user what is asked.
/// </summary>
internal sealed class HtmlPage(string title, string step)
{
    private const string Style =
        """
        :root{color-scheme:light dark}*{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:#eef1f6;color:#1b2333;font:16px/1.5 system-ui,sans-serif}
        main{width:min(26rem,92vw);background:#fff;border-radius:14px;padding:2rem;box-shadow:0 8px 30px #1b233322}
        h1{font-size:1.3rem;margin:0 0 .75rem}p{margin:0 0 1rem}label{display:block;font-weight:600;margin:0 0 .25rem}
        input,select{width:100%;font:inherit;padding:.6rem .75rem;margin:0 0 1rem;border:1px solid #7c879c;border-radius:8px;background:#fff;color:#1b2333}
        label.tick{font-weight:400;margin:0 0 .6rem}label.tick input{width:auto;margin:0 .5rem 0 0}
        button{font:inherit;font-weight:600;width:100%;padding:.7rem;margin:0 0 .6rem;border:2px solid #2447b8;border-radius:8px;background:#2447b8;color:#fff;cursor:pointer}
        button.quiet{background:#fff;color:#2447b8}:focus-visible{outline:3px solid #f0a500;outline-offset:2px}
        .error{border-left:4px solid #b3261e;padding-left:.75rem}.note{font-size:.85rem;color:#515c72;margin:1rem 0 0}
        """;

    // To whoever embeds the page or opened its window, whatever its address: the values are made up.
    private const string PostMessages =
        """
        <script>{const to=window.parent!==window?window.parent:window.opener;for(const message of JSON.parse(document.getElementById("messages").textContent))to?.postMessage(message,"*")}</script>
        """;

    private readonly StringBuilder _body = new();
    private readonly JsonArray _messages = [];
    private bool _isLast;
    private string _leave = "";
    private bool _reloads;

    public HtmlPage Text(string text) => Append($"<p>{Encode(text)}</p>");

    public HtmlPage Error(string? text) => text is null ? this : Append($"<p class=\"error\" role=\"alert\">{Encode(text)}</p>");

    public HtmlPage Input(string name, string label, string type = "text")
    {
        var autocomplete = type == "password" ? "current-password" : name == "login" ? "username" : "one-time-code";
        return Append(
            $"<label for=\"{Encode(name)}\">{Encode(label)}</label>"
            + $"<input id=\"{Encode(name)}\" name=\"{Encode(name)}\" type=\"{type}\" autocomplete=\"{autocomplete}\">");
    }

    public HtmlPage Button(string action, string label, bool quiet = false) =>
        Append($"<button name=\"action\" value=\"{Encode(action)}\"{(quiet ? " class=\"quiet\"" : "")}>{Encode(label)}</button>");

    public HtmlPage Select(string name, string label, IEnumerable<string> choices) => Append(
        $"<label for=\"{Encode(name)}\">{Encode(label)}</label><select id=\"{Encode(name)}\" name=\"{Encode(name)}\">"
        + string.Concat(choices.Select(choice => $"<option>{Encode(choice)}</option>"))
        + "</select>");

    public HtmlPage Tick(string name, string label) =>
        Append($"<label class=\"tick\"><input type=\"checkbox\" name=\"{Encode(name)}\">{Encode(label)}</label>");

    /// <summary>Once its messages are posted, the page gives way to another one, in the whole window unless <paramref name="inside"/> a frame.</summary>
    public HtmlPage LeavesTo(Uri address, bool inside)
    {
        _leave = $"<script>{(inside ? "window" : "window.top")}.location.href={JsonValue.Create(address.AbsoluteUri).ToJsonString()}</script>";
        return Append($"<p><a href=\"{Encode(address.AbsoluteUri)}\" target=\"{(inside ? "_self" : "_top")}\">Continue</a></p>");
    }

    /// <summary>A message for the page or app around this one, posted as soon as this one is shown.</summary>
    public HtmlPage Posts(JsonNode message)
    {
        _messages.Add(message);
        return this;
    }

    /// <summary>A browser looks again every two seconds.</summary>
    public HtmlPage Reloads()
    {
        _reloads = true;
        return this;
    }

    /// <summary>Nothing comes after this page.</summary>
    public HtmlPage Last()
    {
        _isLast = true;
        return this;
    }

    public SimulatedResponse ToResponse(int status = 200) => SimulatedResponse.Html(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{(_reloads ? "<meta http-equiv=\"refresh\" content=\"2\">" : "")}<title>{Encode(title)}</title><style>{Style}</style></head>
        <body><main data-step="{Encode(step)}"{(_isLast ? " data-last" : "")}><h1>{Encode(title)}</h1><form method="post">{_body}</form>
        <p class="note">Simulator: no bank and no provider is involved.</p></main>{Messages()}{_leave}</body>
        </html>
        """,
        status);

    // The JSON writer escapes every angle bracket, so a message cannot end the element it stands in.
    private string Messages() => _messages.Count == 0 ? ""
        : $"<script type=\"application/json\" id=\"messages\">{_messages.ToJsonString()}</script>{PostMessages}";

    private HtmlPage Append(string html)
    {
        _body.Append(html);
        return this;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
