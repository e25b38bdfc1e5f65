using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Araucaria: GET /v1/connections/{connectionId}/accounts. Its body is not documented: a bare list, or a page as transactions come in.</summary>
[JsonConverter(typeof(AraucariaAccountsConverter))]
internal sealed class AraucariaAccountsDto
{
    public AraucariaAccountDto?[]? Accounts { get; init; }

    /// <summary>Where the next page begins; null when this was the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>A page of accounts. Araucaria: GET /v1/accounts/{accountId}/transactions, the only list whose envelope is documented.</summary>
internal sealed class AraucariaAccountsPageDto
{
    public AraucariaAccountDto?[]? Data { get; set; }

    [JsonPropertyName("has_more")]
    [JsonConverter(typeof(LenientFlagConverter))]
    public bool? HasMore { get; set; }

    [JsonPropertyName("next_cursor")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? NextCursor { get; set; }
}

/// <summary>Reads both shapes of a list of accounts.</summary>
internal sealed class AraucariaAccountsConverter : JsonConverter<AraucariaAccountsDto>
{
    public override AraucariaAccountsDto Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return new AraucariaAccountsDto { Accounts = Read<AraucariaAccountDto?[]>(ref reader, options) };
        }

        var page = Read<AraucariaAccountsPageDto>(ref reader, options);

        // A page that has more and does not say where would leave accounts out: the last id is what the documented cursor looks like.
        var next = string.IsNullOrEmpty(page?.NextCursor) ? page?.Data?.LastOrDefault()?.Id : page.NextCursor;
        return new AraucariaAccountsDto
        {
            Accounts = page?.Data,
            NextCursor = page?.HasMore ?? !string.IsNullOrEmpty(page?.NextCursor) ? next : null,
        };
    }

    public override void Write(Utf8JsonWriter writer, AraucariaAccountsDto value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static T? Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
}
