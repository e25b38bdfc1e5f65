using System.Runtime.CompilerServices;
using System.Text;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>Lets the compiler tell the markup of an interpolated string from what is put into it.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlBuilder(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Html markup) => _text.Append(markup.Markup);

    public void AppendFormatted(IEnumerable<Html> parts) => _text.Append(Html.Join(parts).Markup);

    public void AppendFormatted(string? text) => _text.Append(Html.Encoder.Encode(text ?? ""));

    public void AppendFormatted(int number) => _text.Append(number);

    public void AppendFormatted(long number) => _text.Append(number);

    public Html ToHtml() => new(_text.ToString());
}
