using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace Maple.Api;

// What Maple sends. Everything may be absent, statuses stay text: what a provider adds tomorrow must not throw.
internal sealed class MapleConnectionDto
{
    public string? Id { get; set; }

    public string? Bank { get; set; }

    public string? Status { get; set; }

    public MaplePromptDto? Prompt { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? LastSync { get; set; }
}

internal sealed class MaplePromptDto
{
    public string? Name { get; set; }

    public string? Label { get; set; }

    public string? Pattern { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? ExpiresAt { get; set; }
}

internal sealed class MapleConnectionsDto
{
    public MapleConnectionDto[]? Connections { get; set; }
}

internal sealed class MapleAccountDto
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Type { get; set; }

    public string? Currency { get; set; }

    public string? Number { get; set; }

    public decimal? Balance { get; set; }
}

internal sealed class MapleAccountsDto
{
    public MapleAccountDto[]? Accounts { get; set; }
}

internal sealed class MaplePageDto
{
    public Uri? Url { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? ExpiresAt { get; set; }
}

internal sealed class MapleErrorDto
{
    public string? Error { get; set; }

    public string? Message { get; set; }
}

/// <summary>Source-generated, with the limits every answer of a provider is read under.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(MapleConnectionDto))]
[JsonSerializable(typeof(MapleConnectionsDto))]
[JsonSerializable(typeof(MapleAccountsDto))]
[JsonSerializable(typeof(MaplePageDto))]
[JsonSerializable(typeof(MapleErrorDto))]
internal sealed partial class MapleJsonContext : JsonSerializerContext
{
    public static MapleJsonContext Instance { get; } = new(ProviderJson.CreateOptions(JsonNamingPolicy.CamelCase));
}
