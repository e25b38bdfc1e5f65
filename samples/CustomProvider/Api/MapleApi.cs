using ConnectionSdk;
using ConnectionSdk.Providers;

namespace Maple.Api;

/// <summary>
/// Maple's endpoints, one method each. Every call states its effect, which alone decides about retries: a Read is repeated, a Submit never is.
/// </summary>
internal sealed class MapleApi(ProviderHttp http, MapleOptions options)
{
    private static readonly ProviderCall Get = new("GetConnection", CallEffect.Read, HttpMethod.Get, "connections/{id}");
    private static readonly ProviderCall List = new("ListConnections", CallEffect.Read, HttpMethod.Get, "users/{user}/connections");
    private static readonly ProviderCall Accounts = new("GetAccounts", CallEffect.Read, HttpMethod.Get, "connections/{id}/accounts");
    private static readonly ProviderCall Refresh = new("RefreshConnection", CallEffect.Refresh, HttpMethod.Post, "connections/{id}/refresh");
    private static readonly ProviderCall Answer = new("AnswerPrompt", CallEffect.Submit, HttpMethod.Post, "connections/{id}/answer");
    private static readonly ProviderCall CreatePage = new("CreatePage", CallEffect.MintSingleUse, HttpMethod.Post, "connections/{id}/page");
    private static readonly ProviderCall Delete = new("DeleteConnection", CallEffect.Delete, HttpMethod.Delete, "connections/{id}");

    private readonly CallCredential _key = CallCredential.Header("x-maple-key", options.ApiKey!);

    private static MapleJsonContext Json => MapleJsonContext.Instance;

    // ProviderPath escapes every value, so that an id can neither climb nor add a parameter.
    public async Task<MapleConnectionDto> GetAsync(string id, CancellationToken cancellationToken) =>
        (await http.SendAsync(Get, ProviderPath.Of($"connections/{id}"), Json.MapleConnectionDto, null, _key, null, cancellationToken)).Body;

    public async Task<MapleConnectionDto[]> ListAsync(string user, CancellationToken cancellationToken) =>
        (await http.SendAsync(List, ProviderPath.Of($"users/{user}/connections"), Json.MapleConnectionsDto, null, _key, null, cancellationToken))
            .Body.Connections ?? [];

    public async Task<MapleAccountDto[]> GetAccountsAsync(string id, CancellationToken cancellationToken) =>
        (await http.SendAsync(Accounts, ProviderPath.Of($"connections/{id}/accounts"), Json.MapleAccountsDto, null, _key, null, cancellationToken))
            .Body.Accounts ?? [];

    public async Task<MapleConnectionDto> RefreshAsync(string id, bool userPresent, CancellationToken cancellationToken) =>
        (await http.SendAsync(
            Refresh, ProviderPath.Of($"connections/{id}/refresh?userPresent={userPresent}"), Json.MapleConnectionDto, null, _key, null, cancellationToken)).Body;

    /// <summary>Passes a code on. A body with a secret is written by hand: serialised, the secret would come out as ***.</summary>
    public async Task AnswerAsync(string id, string name, SensitiveString value, CancellationToken cancellationToken) => await http.SendAsync(
        Answer,
        ProviderPath.Of($"connections/{id}/answer"),
        ProviderBody.Json((name, value), static (writer, answer) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", answer.name);
            writer.WritePropertyName("value");
            answer.value.WriteTo(writer);
            writer.WriteEndObject();
        }),
        _key,
        null,
        cancellationToken);

    public async Task<MaplePageDto> CreatePageAsync(string id, Uri returnTo, string state, CancellationToken cancellationToken) => (await http.SendAsync(
        CreatePage,
        ProviderPath.Of($"connections/{id}/page"),
        Json.MaplePageDto,
        ProviderBody.Json((returnTo, state), static (writer, page) =>
        {
            writer.WriteStartObject();
            writer.WriteString("returnTo", page.returnTo.OriginalString);
            writer.WriteString("state", page.state);
            writer.WriteEndObject();
        }),
        _key,
        null,
        cancellationToken)).Body;

    public async Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        await http.SendAsync(Delete, ProviderPath.Of($"connections/{id}"), null, _key, null, cancellationToken);
}
