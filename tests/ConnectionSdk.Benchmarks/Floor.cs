using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Benchmarks;

/// <summary>What a careful team would write by hand for this one call: HttpClient, headers first, source-generated JSON, no retries, no caps.</summary>
internal sealed class Floor : IDisposable
{
    private readonly HttpClient _client;

    public Floor(Uri baseAddress, HttpMessageHandler handler)
    {
        _client = new HttpClient(handler) { BaseAddress = baseAddress, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + Subject.Token);
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
    }

    public async Task<FloorConnection> GetAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(
            new Uri($"users/me/connections/{id}?expand=connector,sources,all_accounts", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await JsonSerializer.DeserializeAsync(stream, FloorJsonContext.Default.FloorConnection, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException();
        }
    }

    public void Dispose() => _client.Dispose();
}

internal sealed class FloorConnection
{
    public long Id { get; set; }

    public long? IdUser { get; set; }

    public long? IdConnector { get; set; }

    public string? State { get; set; }

    public string? Error { get; set; }

    public string? ErrorMessage { get; set; }

    public string? LastUpdate { get; set; }

    public string? Created { get; set; }

    public bool? Active { get; set; }

    public string? LastPush { get; set; }

    public string? Expire { get; set; }

    public string? ConnectorUuid { get; set; }

    public string? NextTry { get; set; }

    public FloorConnector? Connector { get; set; }

    public List<FloorSource>? Sources { get; set; }
}

internal sealed class FloorConnector
{
    public long Id { get; set; }

    public string? Uuid { get; set; }

    public string? Name { get; set; }

    public bool? Beta { get; set; }

    public List<string>? Capabilities { get; set; }
}

internal sealed class FloorSource
{
    public long Id { get; set; }

    public long? IdConnection { get; set; }

    public long? IdConnectorSource { get; set; }

    public string? Name { get; set; }

    public string? State { get; set; }

    public string? LastUpdate { get; set; }

    public string? Disabled { get; set; }

    public string? Created { get; set; }

    public string? AccessExpire { get; set; }

    public string? Expire { get; set; }

    public string? NextTry { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FloorConnection))]
internal sealed partial class FloorJsonContext : JsonSerializerContext;
