using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync.Api;

/// <summary>Aerosync's endpoints, one method each. What a call does decides whether it may be repeated: see docs/retries.md.</summary>
internal sealed class AerosyncApi(ProviderHttp http, AerosyncOptions options)
{
    private static readonly AerosyncJsonContext Json = AerosyncJsonContext.Instance;

    private static readonly ProviderCall GetToken = new("GetToken", CallEffect.Mint, HttpMethod.Post, "v2/token");
    private static readonly ProviderCall GetWidgetToken = new("GetWidgetToken", CallEffect.MintSingleUse, HttpMethod.Post, "v2/token_widget");
    private static readonly ProviderCall GetAccount = new("GetAccount", CallEffect.Read, HttpMethod.Get, "v2/accounts/{id}");
    private static readonly ProviderCall GetBalance = new("GetBalance", CallEffect.Read, HttpMethod.Get, "v2/accounts/{id}/balance");
    private static readonly ProviderCall ListConnections = new("ListConnections", CallEffect.Read, HttpMethod.Get, "v2/users/{uuid}/connections");
    private static readonly ProviderCall GetJob = new("GetJob", CallEffect.Read, HttpMethod.Get, "v2/accounts/{id}/job/{job}");
    private static readonly ProviderCall StartRefresh = new("StartRefresh", CallEffect.Refresh, HttpMethod.Post, "v2/accounts/{id}/refresh")
    {
        // Answers at once because the job goes on in the background.
        AttemptTimeout = TimeSpan.FromSeconds(30),
        TotalTimeout = TimeSpan.FromSeconds(30),
    };

    private readonly CallCredential _apiKey = CallCredential.Header(AerosyncCredential.ApiKeyHeader, options.ApiKey!);

    /// <summary>A token for data calls, good for many of them.</summary>
    public Task<AerosyncTokenDto> GetTokenAsync(CancellationToken cancellationToken) => SendAsync(
        GetToken,
        ProviderPath.Literal("v2/token"),
        Json.AerosyncTokenDto,
        ProviderBody.Json(options, static (writer, options) =>
        {
            writer.WriteStartObject();
            WriteKeys(writer, options);
            writer.WriteEndObject();
        }),
        _apiKey,
        cancellationToken);

    /// <summary>A token for one opening of the widget. With a connection it reconnects that one. Aerosync: Reconnection widget.</summary>
    public Task<AerosyncTokenDto> GetWidgetTokenAsync(string userUuid, string? reconnects, CancellationToken cancellationToken) => SendAsync(
        GetWidgetToken,
        ProviderPath.Literal(options.WidgetTokenPath),
        Json.AerosyncTokenDto,
        ProviderBody.Json((options, userUuid, reconnects), static (writer, state) =>
        {
            writer.WriteStartObject();
            WriteKeys(writer, state.options);
            writer.WriteString(state.options.UserProperty, state.userUuid);
            if (state.reconnects is not null)
            {
                writer.WriteString("connectionId", state.reconnects);
                writer.WriteBoolean("reconnectAttempt", true);
            }

            writer.WriteEndObject();
        }),
        _apiKey,
        cancellationToken);

    public Task<AerosyncAccountAnswerDto> GetAccountAsync(CallCredential token, string id, CancellationToken cancellationToken) =>
        SendAsync(GetAccount, ProviderPath.Of($"v2/accounts/{id}"), Json.AerosyncAccountAnswerDto, null, token, cancellationToken);

    /// <summary>The balance as last fetched from the bank.</summary>
    public Task<AerosyncAccountAnswerDto> GetBalanceAsync(CallCredential token, string id, CancellationToken cancellationToken) =>
        SendAsync(GetBalance, ProviderPath.Of($"v2/accounts/{id}/balance"), Json.AerosyncAccountAnswerDto, null, token, cancellationToken);

    public Task<AerosyncConnectionsDto> ListConnectionsAsync(CallCredential token, string userUuid, CancellationToken cancellationToken) =>
        SendAsync(ListConnections, ProviderPath.Of($"v2/users/{userUuid}/connections"), Json.AerosyncConnectionsDto, null, token, cancellationToken);

    /// <summary>Starts a job that fetches the balance from the bank. There is no key that would make repeating it safe.</summary>
    public Task<AerosyncJobDto> StartRefreshAsync(CallCredential token, string id, CancellationToken cancellationToken) =>
        SendAsync(StartRefresh, ProviderPath.Of($"v2/accounts/{id}/refresh"), Json.AerosyncJobDto, null, token, cancellationToken);

    public Task<AerosyncJobDto> GetJobAsync(CallCredential token, string id, string job, CancellationToken cancellationToken) =>
        SendAsync(GetJob, ProviderPath.Of($"v2/accounts/{id}/job/{job}"), Json.AerosyncJobDto, null, token, cancellationToken);

    private static void WriteKeys(Utf8JsonWriter writer, AerosyncOptions options)
    {
        writer.WritePropertyName("apiKey");
        options.ApiKey!.WriteTo(writer);
        writer.WritePropertyName("apiSecret");
        options.ApiSecret!.WriteTo(writer);
    }

    private async Task<T> SendAsync<T>(
        ProviderCall call, ProviderPath path, JsonTypeInfo<T> answer, ProviderBody? body, CallCredential credential, CancellationToken cancellationToken) =>
        (await http.SendAsync(call, path, answer, body, credential, null, cancellationToken).ConfigureAwait(false)).Body;
}
