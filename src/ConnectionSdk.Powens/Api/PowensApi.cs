using System.Globalization;
using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens.Api;

/// <summary>Powens' endpoints, one method each. What a call does decides whether it may be repeated: see docs/retries.md.</summary>
internal sealed class PowensApi(ProviderHttp http, PowensOptions options)
{
    public const int PageSize = 100;

    /// <summary>The most a page may hold. Powens: API design.</summary>
    private const int MaxPageSize = 1000;

    private static readonly PowensJsonContext Json = PowensJsonContext.Instance;

    private static readonly ProviderCall Renew = new("RenewToken", CallEffect.Mint, HttpMethod.Post, "auth/renew");
    private static readonly ProviderCall Init = new("CreateUser", CallEffect.Create, HttpMethod.Post, "auth/init");
    private static readonly ProviderCall Code = new("GetTemporaryCode", CallEffect.MintSingleUse, HttpMethod.Get, "auth/token/code");
    private static readonly ProviderCall PublicKey = new("GetPublicKey", CallEffect.Read, HttpMethod.Get, "publickey")
    {
        MaxResponseBytes = ProviderCall.AuthBytes,
    };

    private static readonly ProviderCall WebauthUrl = new("GetWebauthUrl", CallEffect.Read, HttpMethod.Get, "webauth-url")
    {
        MaxResponseBytes = ProviderCall.AuthBytes,
    };

    private static readonly ProviderCall GetConnection = new("GetConnection", CallEffect.Read, HttpMethod.Get, "users/me/connections/{id}");
    private static readonly ProviderCall ListConnections = new("ListConnections", CallEffect.Read, HttpMethod.Get, "users/me/connections")
    {
        // A page holds a hundred connections with their accounts.
        MaxResponseBytes = ProviderCall.DataBytes,
    };

    private static readonly ProviderCall ListAccounts = new("ListAccounts", CallEffect.Read, HttpMethod.Get, "users/me/connections/{id}/accounts")
    {
        MaxResponseBytes = ProviderCall.DataBytes,
    };

    private static readonly ProviderCall Force = new("ForceConnection", CallEffect.Refresh, HttpMethod.Post, "users/me/connections/{id}");
    private static readonly ProviderCall RenewConsent = new("RenewConsent", CallEffect.Refresh, HttpMethod.Post, "users/me/connections/{id}");
    private static readonly ProviderCall SetActive = new("SetConnectionActive", CallEffect.Refresh, HttpMethod.Post, "users/me/connections/{id}");
    private static readonly ProviderCall Synchronise = new("SynchroniseConnection", CallEffect.Refresh, HttpMethod.Put, "users/me/connections/{id}");
    private static readonly ProviderCall SubmitFields = new("SubmitFields", CallEffect.Submit, HttpMethod.Post, "users/me/connections/{id}");
    private static readonly ProviderCall Resume = new("ResumeConnection", CallEffect.Submit, HttpMethod.Post, "users/me/connections/{id}")
    {
        // Answers at once because it goes on in the background.
        AttemptTimeout = TimeSpan.FromSeconds(30),
        TotalTimeout = TimeSpan.FromSeconds(30),
    };

    private static readonly ProviderCall DeleteConnection = new("DeleteConnection", CallEffect.Delete, HttpMethod.Delete, "users/me/connections/{id}");
    private static readonly ProviderCall UpdateAccount = new("UpdateAccount", CallEffect.Refresh, HttpMethod.Post, "users/me/accounts/{id}");

    /// <summary>A token for a known user. The id is always sent: without it Powens makes a new user.</summary>
    public Task<PowensTokenDto> RenewAsync(SensitiveString secret, string userId, CancellationToken cancellationToken) => SendAsync(
        Renew,
        ProviderPath.Literal("auth/renew"),
        Json.PowensTokenDto,
        ProviderBody.Json((options, secret, userId), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteString("grant_type", "client_credentials");
            WriteClient(writer, state.options, state.secret);
            if (long.TryParse(state.userId, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                writer.WriteNumber("id_user", number);
            }
            else
            {
                writer.WriteString("id_user", state.userId);
            }

            writer.WriteBoolean("revoke_previous", state.options.RevokePreviousTokens);
            writer.WriteEndObject();
        }),
        null,
        cancellationToken);

    public Task<PowensTokenDto> InitAsync(SensitiveString secret, CancellationToken cancellationToken) => SendAsync(
        Init,
        ProviderPath.Literal("auth/init"),
        Json.PowensTokenDto,
        ProviderBody.Json((options, secret), static (writer, state) =>
        {
            writer.WriteStartObject();
            WriteClient(writer, state.options, state.secret);
            writer.WriteEndObject();
        }),
        null,
        cancellationToken);

    /// <summary>A code for the webview that can be used once.</summary>
    public Task<PowensCodeDto> GetCodeAsync(CallCredential user, CancellationToken cancellationToken) =>
        SendAsync(Code, ProviderPath.Literal("auth/token/code?type=singleAccess"), Json.PowensCodeDto, null, user, cancellationToken);

    public Task<PowensKeyDto> GetPublicKeyAsync(CallCredential user, CancellationToken cancellationToken) =>
        SendAsync(PublicKey, ProviderPath.Literal("publickey"), Json.PowensKeyDto, null, user, cancellationToken);

    public Task<PowensWebauthUrlDto> GetWebauthUrlAsync(
        CallCredential user, string connectionId, string? source, string redirectUri, string state, CancellationToken cancellationToken) => SendAsync(
        WebauthUrl,
        source is null
            ? ProviderPath.Of($"webauth-url?client_id={options.ClientId}&id_connection={connectionId}&redirect_uri={redirectUri}&state={state}")
            : ProviderPath.Of(
                $"webauth-url?client_id={options.ClientId}&id_connection={connectionId}&source={source}&redirect_uri={redirectUri}&state={state}"),
        Json.PowensWebauthUrlDto,
        null,
        user,
        cancellationToken);

    // The call every product makes most: one layer less than the others.
    public ValueTask<ProviderResponse<PowensConnectionDto>> GetConnectionAsync(CallCredential user, string id, CancellationToken cancellationToken) =>
        http.SendAsync(
            GetConnection, ProviderPath.Of($"users/me/connections/{id}?expand=connector,sources,all_accounts"), Json.PowensConnectionDto, null, user, null, cancellationToken);

    public Task<PowensConnectionsDto> ListConnectionsAsync(CallCredential user, int offset, CancellationToken cancellationToken) => SendAsync(
        ListConnections,
        ProviderPath.Of($"users/me/connections?expand=connector,sources,all_accounts&limit={PageSize}&offset={offset}"),
        Json.PowensConnectionsDto,
        null,
        user,
        cancellationToken);

    public Task<PowensConnectionsDto> ListConnectionsAsync(CallCredential user, string nextPage, CancellationToken cancellationToken) =>
        SendAsync(ListConnections, http.PathOfLink(nextPage, ListConnections.Operation), Json.PowensConnectionsDto, null, user, cancellationToken);

    /// <summary>All accounts of a connection, those not shared included.</summary>
    public Task<PowensAccountsDto> ListAccountsAsync(CallCredential user, string id, CancellationToken cancellationToken) =>
        SendAsync(ListAccounts, ProviderPath.Of($"users/me/connections/{id}/accounts?all"), Json.PowensAccountsDto, null, user, cancellationToken);

    public Task<PowensAccountsDto> ListMoreAccountsAsync(CallCredential user, string id, int offset, CancellationToken cancellationToken) => SendAsync(
        ListAccounts,
        ProviderPath.Of($"users/me/connections/{id}/accounts?all&limit={MaxPageSize}&offset={offset}"),
        Json.PowensAccountsDto,
        null,
        user,
        cancellationToken);

    public Task<PowensAccountsDto> ListMoreAccountsAsync(CallCredential user, string nextPage, CancellationToken cancellationToken) =>
        SendAsync(ListAccounts, http.PathOfLink(nextPage, ListAccounts.Operation), Json.PowensAccountsDto, null, user, cancellationToken);

    /// <summary>Tries the bank again, the user being present: an update with nothing in it.</summary>
    public Task<PowensConnectionDto> ForceAsync(CallCredential user, string id, string? source, CancellationToken cancellationToken) =>
        UpdateAsync(Force, user, PathOf(id, source, background: false), ProviderBody.EmptyObject, cancellationToken);

    /// <summary>Says that the user is about to approve at the bank; goes on in the background.</summary>
    public Task<PowensConnectionDto> ResumeAsync(CallCredential user, string id, string? source, CancellationToken cancellationToken) =>
        UpdateAsync(Resume, user, PathOf(id, source, background: true), Flag("resume", true), cancellationToken);

    /// <summary>Renews the consent before it ends; only sources named <c>openapi</c> know that.</summary>
    public Task<PowensConnectionDto> RenewConsentAsync(CallCredential user, string id, string? source, CancellationToken cancellationToken) =>
        UpdateAsync(RenewConsent, user, PathOf(id, source, background: false), Flag("refresh_auth", true), cancellationToken);

    /// <summary>Passes values of the user on. Not in the background: the answer is what tells a refusal.</summary>
    public Task<PowensConnectionDto> SubmitFieldsAsync(
        CallCredential user, string id, string? source, IReadOnlyDictionary<string, SensitiveString> values, CancellationToken cancellationToken) => UpdateAsync(
        SubmitFields,
        user,
        PathOf(id, source, background: false),
        ProviderBody.Json(values, static (writer, fields) =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }),
        cancellationToken);

    /// <summary>Switches the automatic synchronisation on or off.</summary>
    public Task<PowensConnectionDto> SetActiveAsync(CallCredential user, string id, bool active, CancellationToken cancellationToken) =>
        UpdateAsync(SetActive, user, PathOf(id, null, background: false), Flag("active", active), cancellationToken);

    public Task<PowensConnectionDto> SynchroniseAsync(CallCredential user, string id, bool userPresent, CancellationToken cancellationToken) => UpdateAsync(
        Synchronise,
        user,
        ProviderPath.Of($"users/me/connections/{id}?psu_requested={userPresent}&expand=connector,sources,all_accounts"),
        ProviderBody.EmptyObject,
        cancellationToken);

    public async Task DeleteConnectionAsync(CallCredential user, string id, CancellationToken cancellationToken) => await http
        .SendAsync(DeleteConnection, ProviderPath.Of($"users/me/connections/{id}"), null, user, null, cancellationToken)
        .ConfigureAwait(false);

    /// <summary>Shares an account, or stops sharing it, which deletes its data at Powens.</summary>
    public Task<PowensAccountDto> SetAccountDisabledAsync(CallCredential user, string id, bool disabled, CancellationToken cancellationToken) => SendAsync(
        UpdateAccount, ProviderPath.Of($"users/me/accounts/{id}?all"), Json.PowensAccountDto, Flag("disabled", disabled), user, cancellationToken);

    private static ProviderPath PathOf(string id, string? source, bool background) => (source, background) switch
    {
        (null, false) => ProviderPath.Of($"users/me/connections/{id}?expand=connector,sources,all_accounts"),
        (null, true) => ProviderPath.Of($"users/me/connections/{id}?background=true&expand=connector,sources,all_accounts"),
        (_, false) => ProviderPath.Of($"users/me/connections/{id}?source={source}&expand=connector,sources,all_accounts"),
        (_, true) => ProviderPath.Of($"users/me/connections/{id}?background=true&source={source}&expand=connector,sources,all_accounts"),
    };

    private static ProviderBody Flag(string name, bool value) => ProviderBody.Json((name, value), static (writer, flag) =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean(flag.name, flag.value);
        writer.WriteEndObject();
    });

    private static void WriteClient(Utf8JsonWriter writer, PowensOptions options, SensitiveString secret)
    {
        writer.WriteString("client_id", options.ClientId);
        writer.WritePropertyName("client_secret");
        secret.WriteTo(writer);
    }

    private async Task<PowensConnectionDto> UpdateAsync(
        ProviderCall call, CallCredential user, ProviderPath path, ProviderBody body, CancellationToken cancellationToken) =>
        (await SendAsync(call, path, Json.PowensConnectionDto, body, user, cancellationToken).ConfigureAwait(false)).Unwrapped;

    private async Task<T> SendAsync<T>(
        ProviderCall call,
        ProviderPath path,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> answer,
        ProviderBody? body,
        CallCredential? user,
        CancellationToken cancellationToken) =>
        (await http.SendAsync(call, path, answer, body, user, null, cancellationToken).ConfigureAwait(false)).Body;
}
