using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>
/// Powens' deliveries: <c>BI-Signature</c> in Base64 over <c>{method}.{registered path}.{BI-Signature-Date}.{body}</c>. Neither headers nor body name the
/// event: the path does, else the shape. Powens: Webhooks.
/// </summary>
internal sealed class PowensWebhooks(ProviderId provider, PowensOptions options, StatusReader statuses, IPowensUserTokens? hostTokens) : ProviderWebhooks
{
    private const string SignatureHeader = "BI-Signature";
    private const string DateHeader = "BI-Signature-Date";
    private const string Bearer = "Bearer ";
    private const int MaxDateLength = 64;
    private const string AccountDisabled = "ACCOUNT_DISABLED";
    private const string AccountFound = "ACCOUNT_FOUND";

    /// <summary>Events about other things, which a shape alone could be mistaken for something about a connection. Powens: Webhooks.</summary>
    private static readonly FrozenSet<string> OfOtherThings = FrozenSet.ToFrozenSet(
        ["ACCOUNT_OWNERSHIPS_FOUND", "TRANSACTION_ATTACHMENTS_FOUND", "SUBSCRIPTION_FOUND", "SUBSCRIPTION_SYNCED", "PAYMENT_STATE_UPDATED", "USER_CREATED", "USER_DELETED"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>First deliveries carry months of transactions.</summary>
    public override int MaxBodyBytes => 32 * 1024 * 1024;

    public override TimeSpan? Tolerance => options.WebhookTolerance == Timeout.InfiniteTimeSpan ? null : options.WebhookTolerance;

    public override TimeSpan RememberFor => TimeSpan.FromHours(72);

    public override string? SetUpProblem => options.WebhookSecrets.Count > 0 || options.AllowUnsignedWebhooks || options.AllowBearerWebhooks
        ? null
        : "no WebhookSecrets are set, so every delivery would be refused. Set the secret, leave this registration out, or accept unsigned deliveries by AllowUnsignedWebhooks.";

    public override async ValueTask<WebhookProof> VerifyAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        if (options.AllowUnsignedWebhooks)
        {
            return WebhookProof.Unsigned;
        }

        return options.AllowBearerWebhooks ? await VerifyBearerAsync(request, cancellationToken).ConfigureAwait(false) : VerifySignature(request);
    }

    public override WebhookMessage? Read(WebhookRequest request, WebhookProof proof)
    {
        if (!WebhookJson.TryParse(request.Body, out var document))
        {
            return null;
        }

        using (document)
        {
            var root = document.RootElement;
            var name = proof.Path is { } path && options.WebhookPaths.TryGetValue(path, out var mapped) ? mapped : "";
            return new WebhookMessage { Events = Events(root, name), Id = WebhookJson.Text(root, "id_webhook_data") };
        }
    }

    private WebhookProof VerifySignature(WebhookRequest request)
    {
        if (request.SingleHeader(SignatureHeader) is not { } header || request.SingleHeader(DateHeader) is not { Length: <= MaxDateLength } date)
        {
            return WebhookProof.Refused("BI-Signature and BI-Signature-Date must each be there once.");
        }

        if (WebhookSignature.FromBase64(header) is not { } mac
            || !DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt))
        {
            return WebhookProof.Refused("BI-Signature or BI-Signature-Date cannot be read.");
        }

        string? signedPath = null;
        foreach (var path in PathsOf(request))
        {
            var prefix = Encoding.UTF8.GetBytes($"{request.Method}.{path}.{date}.");
            if (WebhookSignature.Matches(options.WebhookSecrets, mac, prefix, request.Body.Span))
            {
                signedPath = path;
            }
        }

        return signedPath is null
            ? WebhookProof.Refused("None of the WebhookSecrets made this signature for any of the WebhookPaths.")
            : WebhookProof.Signed(signedAt, signedPath);
    }

    /// <summary>Powens signs the path that is registered with it, which is not what arrives here behind a proxy that rewrites paths.</summary>
    private IEnumerable<string> PathsOf(WebhookRequest request) =>
        options.WebhookPaths.Count == 0 || options.WebhookPaths.ContainsKey(request.Path) ? [request.Path] : options.WebhookPaths.Keys;

    /// <summary>The token proves who calls but not what was said: nothing in the body is believed.</summary>
    private async ValueTask<WebhookProof> VerifyBearerAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        if (request.SingleHeader("Authorization") is not { } header || !header.StartsWith(Bearer, StringComparison.Ordinal) || hostTokens is null)
        {
            return WebhookProof.Refused("A user token must be there once, and IPowensUserTokens registered to compare it with.");
        }

        var userId = UserOf(request);
        if (!IsId(userId) || await hostTokens.FindAsync(new UserRef(provider, userId!), cancellationToken).ConfigureAwait(false) is not { IsEmpty: false } token)
        {
            return WebhookProof.Refused("The user named in the body has no token to compare with.");
        }

        var sent = Encoding.UTF8.GetBytes(header[Bearer.Length..]);
        return CryptographicOperations.FixedTimeEquals(token.RevealUtf8(), sent)
            ? WebhookProof.Unsigned
            : WebhookProof.Refused("The token is not that of the user named in the body.");
    }

    private static string? UserOf(WebhookRequest request)
    {
        if (!WebhookJson.TryParse(request.Body, out var document))
        {
            return null;
        }

        using (document)
        {
            return UserOf(document.RootElement);
        }
    }

    private static string? UserOf(JsonElement root) => WebhookJson.Text(WebhookJson.Member(root, "user"), "id")
        ?? WebhookJson.Text(root, "id_user")
        ?? (IsUser(root) ? WebhookJson.Text(root, "id") : null);

    /// <summary>Whether the delivery is a user itself, and neither a connection nor an account. Powens: Users, <c>USER_CREATED</c>.</summary>
    private static bool IsUser(JsonElement root) =>
        WebhookJson.Member(root, "signin").ValueKind != JsonValueKind.Undefined
        && WebhookJson.Member(root, "id_connector").ValueKind == JsonValueKind.Undefined
        && WebhookJson.Member(root, "id_connection").ValueKind == JsonValueKind.Undefined;

    /// <summary>Powens' ids are numbers; anything else would not be one of its users.</summary>
    private static bool IsId(string? id) => id is { Length: > 0 and <= 20 } && id.All(char.IsAsciiDigit);

    private ConnectionEvent[] Events(JsonElement root, string name)
    {
        var userId = UserOf(root);
        if (OfOtherThings.Contains(name))
        {
            return [In(new ConnectionEvent.Unknown { Provider = provider }, null, null, name)];
        }

        if (WebhookJson.Member(root, "connection") is { ValueKind: JsonValueKind.Object } connection)
        {
            return [.. OfSync(connection, userId, name)];
        }

        if (WebhookJson.Member(root, "connections") is { ValueKind: JsonValueKind.Array } connections)
        {
            return [.. connections.EnumerateArray().SelectMany(each => OfSync(each, userId, name))];
        }

        if (WebhookJson.Text(root, "id_connector") is not null)
        {
            var row = statuses.Find(PowensStatusMap.NotFound, out _);
            var gone = new ConnectionEvent.Deleted { Provider = provider, Status = ConnectionStatus.From(row, new ProviderStatus(null, Recognised: true)) };
            return [In(gone, WebhookJson.Text(root, "id"), userId, name)];
        }

        if (WebhookJson.Text(root, "id_connection") is { } ofAccount)
        {
            return [In(OfAccount(root, name), ofAccount, userId, name)];
        }

        return [In(new ConnectionEvent.Unknown { Provider = provider }, null, null, name)];
    }

    /// <summary>
    /// An account is there to be fetched, has been switched off, which deletes its data at Powens, or is new and off until the user agrees: the
    /// connection then says so when it is read. Powens: Bank accounts.
    /// </summary>
    private ConnectionEvent OfAccount(JsonElement account, string name)
    {
        var accountId = ProviderText.Clean(WebhookJson.Text(account, "id"));
        var isOff = WebhookJson.Member(account, "disabled").ValueKind == JsonValueKind.True || PowensCode.IsMark(WebhookJson.Text(account, "disabled"));

        // Only a new account comes without its particulars.
        var isNew = PowensCode.Is(name, AccountFound) || WebhookJson.Member(account, "balance").ValueKind == JsonValueKind.Undefined;
        if (PowensCode.Is(name, AccountDisabled) || (isOff && !isNew))
        {
            return new ConnectionEvent.DataRetracted { Provider = provider, AccountId = accountId };
        }

        return isOff
            ? new ConnectionEvent.StatusChanged { Provider = provider, Status = ConnectionStatus.From(statuses.Find("", out _), new ProviderStatus(null, Recognised: true)) }
            : new ConnectionEvent.DataAvailable { Provider = provider, AccountId = accountId };
    }

    /// <summary>A delivery has no time of its own: its date is that of the attempt. So the inbox reads the connection, whatever state stands here.</summary>
    private IEnumerable<ConnectionEvent> OfSync(JsonElement connection, string? userId, string name)
    {
        var (id, user) = (WebhookJson.Text(connection, "id"), WebhookJson.Text(connection, "id_user") ?? userId);
        var code = PowensCode.Of(WebhookJson.Text(
            connection, WebhookJson.Member(connection, "state").ValueKind == JsonValueKind.Undefined ? "error" : "state"));
        var row = statuses.Find(code ?? (WebhookJson.Text(connection, "last_update") is null ? PowensStatusMap.NeverSynchronised : ""), out var recognised);
        var status = ConnectionStatus.From(row, new ProviderStatus(ProviderText.Clean(code), recognised));
        yield return In(new ConnectionEvent.StatusChanged { Provider = provider, Status = status }, id, user, name);
        if (WebhookJson.Member(connection, "accounts") is { ValueKind: JsonValueKind.Array } accounts && accounts.GetArrayLength() > 0)
        {
            yield return In(new ConnectionEvent.DataAvailable { Provider = provider }, id, user, name);
        }
    }

    private ConnectionEvent In(ConnectionEvent made, string? connectionId, string? userId, string name) =>
        made with { Connection = WebhookJson.Connection(provider, connectionId, userId), Name = ProviderText.Clean(name) ?? "" };
}
