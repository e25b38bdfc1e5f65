using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>Markup. What is put into it is encoded, unless it is markup itself.</summary>
internal readonly record struct Html(string Markup)
{
    public static Html None { get; } = new("");

    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    public static Html Of(HtmlBuilder builder) => builder.ToHtml();

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Markup)));

    public Html When(bool condition) => condition ? this : None;

    public override string ToString() => Markup ?? "";
}
