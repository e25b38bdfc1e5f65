using System.Text;

namespace ConnectionSdk;

/// <summary>What a front end needs to start a provider's widget. It carries a short-lived token: hand it to the user's browser only.</summary>
public sealed record WidgetLaunch
{
    /// <summary>The provider's name, which says how the widget is started.</summary>
    public required string Provider { get; init; }

    /// <summary>The script to load, or the page to open where the widget is a page.</summary>
    public required Uri Source { get; init; }

    /// <summary>The start-up parameters under the widget's own names, the token among them.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The only origin the widget's messages may come from, for example <c>https://sync.aero.inc</c>.</summary>
    public required string MessageOrigin { get; init; }

    /// <summary>The page with the parameters in its query, for widgets that are pages (Flinks). It carries the token: do not log it.</summary>
    public Uri ToUri() => new(
        Source.GetLeftPart(UriPartial.Path) + "?" + string.Join('&', Parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")));

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Provider = ").Append(Provider).Append(", Parameters = ***");
        return true;
    }
}
