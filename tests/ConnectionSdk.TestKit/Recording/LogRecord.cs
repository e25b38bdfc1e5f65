using System.Text;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.TestKit;

/// <summary>One log entry as a sink would see it: formatted text, structured values, exception and the scopes around it.</summary>
public sealed record LogRecord(
    string Category,
    LogLevel Level,
    EventId Event,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Values,
    Exception? Exception,
    IReadOnlyList<string> Scopes)
{
    /// <summary>Everything a sink could have written down, for searches.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Level} {Category} {Event.Id} {Event.Name}: {Message}");
        foreach (var (name, value) in Values)
        {
            text.Append("\n  ").Append(name).Append(" = ").Append(value);
        }

        foreach (var scope in Scopes)
        {
            text.Append("\n  scope ").Append(scope);
        }

        return Exception is null ? text.ToString() : text.Append("\n  ").Append(Exception).ToString();
    }
}
