using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Araucaria's endpoints, one method each. What a call does decides whether it may be repeated: see docs/retries.md.</summary>
internal sealed class AraucariaApi(ProviderHttp http, AraucariaOptions options, CallCredential key)
{
    /// <summary>The most connections of one refresh intent. Araucaria: POST /v1/refresh-intents.</summary>
    public const int MostConnectionsPerIntent = 10;

    private static readonly AraucariaJsonContext Json = AraucariaJsonContext.Instance;

    private static readonly ProviderCall CreateConnection = new("CreateConnection", CallEffect.Create, HttpMethod.Post, "{version}/connections");
    private static readonly ProviderCall CreateWidgetToken = new(
        "CreateWidgetToken", CallEffect.MintSingleUse, HttpMethod.Post, "{version}/connections/{id}/widget-token");

    private static readonly ProviderCall GetConnection = new("GetConnection", CallEffect.Read, HttpMethod.Get, "{version}/connections/{id}");
    private static readonly ProviderCall ListAccounts = new("ListAccounts", CallEffect.Read, HttpMethod.Get, "{version}/connections/{id}/accounts")
    {
        MaxResponseBytes = ProviderCall.DataBytes,
    };

    private static readonly ProviderCall GetAccount = new("GetAccount", CallEffect.Read, HttpMethod.Get, "{version}/accounts/{id}");
    private static readonly ProviderCall CreateIntent = new("CreateRefreshIntent", CallEffect.Refresh, HttpMethod.Post, "{version}/refresh-intents");
    private static readonly ProviderCall GetIntent = new("GetRefreshIntent", CallEffect.Read, HttpMethod.Get, "{version}/refresh-intents/{id}");

    private readonly AraucariaRoute _delete = AraucariaRoute.Parse(options.DeleteRoute ?? $"DELETE {options.ApiVersionSegment}/connections/{{id}}", HttpMethod.Delete);
    private readonly AraucariaRoute? _disconnect = options.DisconnectRoute is { } route ? AraucariaRoute.Parse(route, HttpMethod.Post) : null;

    private string Version => options.ApiVersionSegment;

    /// <summary>Makes a connection and a widget token. The documented call has no body; one of zero length keeps the runtime from repeating it.</summary>
    public Task<AraucariaWidgetTokenDto> CreateConnectionAsync(CancellationToken cancellationToken) => SendAsync(
        CreateConnection, ProviderPath.Of($"{Version}/connections"), Json.AraucariaWidgetTokenDto, ProviderBody.Empty, cancellationToken);

    /// <summary>A further widget token for a connection.</summary>
    public Task<AraucariaWidgetTokenDto> CreateWidgetTokenAsync(string id, CancellationToken cancellationToken) => SendAsync(
        CreateWidgetToken, ProviderPath.Of($"{Version}/connections/{id}/widget-token"), Json.AraucariaWidgetTokenDto, ProviderBody.Empty, cancellationToken);

    public Task<AraucariaConnectionDto> GetConnectionAsync(string id, CancellationToken cancellationToken) => SendAsync(
        GetConnection, ProviderPath.Of($"{Version}/connections/{id}"), Json.AraucariaConnectionDto, null, cancellationToken);

    public Task<AraucariaAccountsDto> ListAccountsAsync(string id, string? after, CancellationToken cancellationToken) => SendAsync(
        ListAccounts,
        after is null ? ProviderPath.Of($"{Version}/connections/{id}/accounts") : ProviderPath.Of($"{Version}/connections/{id}/accounts?starting_after={after}"),
        Json.AraucariaAccountsDto,
        null,
        cancellationToken);

    public Task<AraucariaAccountDto> GetAccountAsync(string id, CancellationToken cancellationToken) => SendAsync(
        GetAccount, ProviderPath.Of($"{Version}/accounts/{id}"), Json.AraucariaAccountDto, null, cancellationToken);

    /// <summary>Asks for a synchronisation of up to ten connections. One that was synchronised within the hour is not visited again.</summary>
    public Task<AraucariaRefreshIntentDto> CreateRefreshIntentAsync(IReadOnlyList<string> connectionIds, CancellationToken cancellationToken) => SendAsync(
        CreateIntent,
        ProviderPath.Of($"{Version}/refresh-intents"),
        Json.AraucariaRefreshIntentDto,
        ProviderBody.Json(connectionIds, options.RefreshIntentBodyFactory ?? WriteIntent),
        cancellationToken);

    public Task<AraucariaRefreshIntentDto> GetRefreshIntentAsync(string id, CancellationToken cancellationToken) => SendAsync(
        GetIntent, ProviderPath.Of($"{Version}/refresh-intents/{id}"), Json.AraucariaRefreshIntentDto, null, cancellationToken);

    /// <summary>Deletes a connection. Araucaria refuses when it has ever been synchronised.</summary>
    public Task DeleteConnectionAsync(string id, CancellationToken cancellationToken) => SendAsync(_delete.Call("DeleteConnection"), _delete.PathOf(id), cancellationToken);

    /// <summary>Disconnects a connection for good; its data stay. The route is the integrator's to know: no page documents it.</summary>
    public Task DisconnectAsync(string id, CancellationToken cancellationToken) => _disconnect is { } disconnect
        ? SendAsync(disconnect.Call("DisconnectConnection"), disconnect.PathOf(id), cancellationToken)
        : throw new ProviderException(
            ProviderErrorKind.NotSupported, http.Provider, "DisconnectConnection",
            $"{http.Provider}: no route for disconnecting is documented. Ask Araucaria for it and set AraucariaOptions.DisconnectRoute.")
        { Tenant = http.Tenant, MayHaveBeenSent = false };

    private static void WriteIntent(Utf8JsonWriter writer, IReadOnlyList<string> connectionIds)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("connectionIds");
        foreach (var id in connectionIds)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private async Task<T> SendAsync<T>(
        ProviderCall call, ProviderPath path, JsonTypeInfo<T> answer, ProviderBody? body, CancellationToken cancellationToken) =>
        (await http.SendAsync(call, path, answer, body, key, null, cancellationToken).ConfigureAwait(false)).Body;

    private async Task SendAsync(ProviderCall call, ProviderPath path, CancellationToken cancellationToken) =>
        await http.SendAsync(call, path, ProviderBody.Empty, key, null, cancellationToken).ConfigureAwait(false);
}
