using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Providers;

/// <summary>The JSON settings every adapter's source-generated context must be made with.</summary>
/// <example><c>internal static XJsonContext Instance { get; } = new(ProviderJson.CreateOptions());</c></example>
public static class ProviderJson
{
    /// <summary>The deepest nesting accepted from a provider.</summary>
    public const int MaxDepth = 32;

    /// <summary>
    /// New settings: depth 32, numbers readable from strings, unknown members ignored, nulls not written and, from .NET 10 on,
    /// an object with the same member twice refused (which one counts would be a guess).
    /// </summary>
    /// <param name="naming">How member names become JSON names; null for as written. The attribute on the context does not apply to settings made here.</param>
    /// <returns>Settings for one context.</returns>
    public static JsonSerializerOptions CreateOptions(JsonNamingPolicy? naming = null) => new()
    {
        PropertyNamingPolicy = naming,
        MaxDepth = MaxDepth,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
#if NET10_0_OR_GREATER
        AllowDuplicateProperties = false,
#endif
    };

    internal static void Check(JsonSerializerOptions options)
    {
        if (options.MaxDepth is > 0 and <= MaxDepth) return;
        throw new InvalidOperationException("Make the adapter's JSON context with ProviderJson.CreateOptions(): without it nesting is not limited to 32 levels.");
    }
}
