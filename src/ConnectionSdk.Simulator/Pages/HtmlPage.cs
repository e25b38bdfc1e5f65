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
        :root{color-scheme:light dark;--page:#eef1f6;--card:#fff;--text:#1b2333;--soft:#515c72;--line:#737e93;--act:#2447b8;--on-act:#fff;--bad:#b3261e;--focus:#b25e00}
        @media(prefers-color-scheme:dark){:root{--page:#10141d;--card:#1b2130;--text:#eef1f6;--soft:#b3bccd;--line:#8590a6;--act:#9db4ff;--on-act:#10141d;--bad:#ff8a80;--focus:#ffc14d}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
        main{width:min(26rem,92vw);background:var(--card);border-radius:14px;padding:2rem;margin:1rem 0;box-shadow:0 8px 30px #0002;overflow-wrap:anywhere}
        h1{font-size:1.3rem;line-height:1.3;margin:0 0 .75rem}p{margin:0 0 1rem}label,legend{display:block;font-weight:600;margin:0 0 .25rem}
        input,select{width:100%;font:inherit;padding:.6rem .75rem;margin:0 0 1rem;border:1px solid var(--line);border-radius:8px;background:var(--card);color:inherit}
        [aria-invalid]{border:2px solid var(--bad)}fieldset{border:0;padding:0;margin:0 0 1rem;min-width:0}legend{padding:0}
        label.tick{display:flex;align-items:center;gap:.6rem;min-height:2rem;font-weight:400;margin:0 0 .4rem}label.tick input{width:1.15rem;height:1.15rem;flex:none;margin:0}
        button{font:inherit;font-weight:600;width:100%;padding:.7rem;margin:0 0 .6rem;border:2px solid var(--act);border-radius:8px;background:var(--act);color:var(--on-act);cursor:pointer}
        button.quiet{background:none;color:var(--act)}a{color:var(--act)}:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
        .error{border-left:4px solid var(--bad);padding-left:.75rem}.note{font-size:.85rem;color:var(--soft);margin:1rem 0 0}
        """;

    // To whoever embeds the page or opened its window, whatever its address: the values are made up.
    private const string PostMessages =
        """
        <script>{const to=window.parent!==window?window.parent:window.opener;for(const message of JSON.parse(document.getElementById("messages").textContent))to?.postMessage(message,"*")}</script>
        """;

    // By script and not by a header, so that a test can move the page's clock.
    private const string Reload = "<script>setTimeout(()=>location.reload(),2000)</script>";

    private readonly StringBuilder _body = new();
    private readonly JsonArray _messages = [];
    private bool _isLast;
    private string _leave = "";
    private bool _reloads;
    private bool _hasError;

    public HtmlPage Text(string text) => Append($"<p>{Encode(text)}</p>");

    /// <summary>What went wrong; the fields that follow are marked as what has to be put right.</summary>
    public HtmlPage Error(string? text)
    {
        if (text is null)
        {
            return this;
        }

        _hasError = true;
        return Append($"<p class=\"error\" role=\"alert\" id=\"error\">{Encode(text)}</p>");
    }

    public HtmlPage Input(string name, string label, string type = "text")
    {
        var autocomplete = type == "password" ? "current-password" : name == "login" ? "username" : "one-time-code";
        return Append(
            $"<label for=\"{Encode(name)}\">{Encode(label)}</label>"
            + $"<input id=\"{Encode(name)}\" name=\"{Encode(name)}\" type=\"{type}\" autocomplete=\"{autocomplete}\"{Wrong}>");
    }

    public HtmlPage Button(string action, string label, bool quiet = false) =>
        Append($"<button name=\"action\" value=\"{Encode(action)}\"{(quiet ? " class=\"quiet\"" : "")}>{Encode(label)}</button>");

    public HtmlPage Select(string name, string label, IEnumerable<string> choices) => Append(
        $"<label for=\"{Encode(name)}\">{Encode(label)}</label><select id=\"{Encode(name)}\" name=\"{Encode(name)}\"{Wrong}>"
        + string.Concat(choices.Select(choice => $"<option>{Encode(choice)}</option>"))
        + "</select>");

    /// <summary>Several boxes to tick that answer one question.</summary>
    public HtmlPage Ticks(string question, IEnumerable<(string Name, string Label)> boxes) => Append(
        $"<fieldset{(_hasError ? " aria-describedby=\"error\"" : "")}><legend>{Encode(question)}</legend>"
        + string.Concat(boxes.Select(box => $"<label class=\"tick\"><input type=\"checkbox\" name=\"{Encode(box.Name)}\">{Encode(box.Label)}</label>"))
        + "</fieldset>");

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
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>{Encode(title)}</title><style>{Style}</style></head>
        <body><main data-step="{Encode(step)}"{(_isLast ? " data-last" : "")}><h1>{Encode(title)}</h1><form method="post">{_body}</form>
        <p class="note">Simulator: no bank and no provider is involved.</p></main>{Messages()}{_leave}{(_reloads ? Reload : "")}</body>
        </html>
        """,
        status);

    private string Wrong => _hasError ? " aria-invalid=\"true\" aria-describedby=\"error\"" : "";

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
