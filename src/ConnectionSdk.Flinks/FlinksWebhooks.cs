using System.Text.Json;
using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>
/// Flinks' deliveries: <c>flinks-authenticity-key</c> in Base64 over the body. No time and no id are signed, so a replay is known by its bytes alone.
/// Flinks: HMAC, Webhooks.
/// </summary>
internal sealed class FlinksWebhooks(ProviderId provider, FlinksOptions options, FlinksMapper mapper, TimeProvider time) : ProviderWebhooks
{
    private const string SignatureHeader = "flinks-authenticity-key";

    /// <summary>What one of Flinks' own samples reads instead. Flinks: HMAC validation.</summary>
    private const string AliasHeader = "X-Flinks-Signature";

    /// <summary>Deliveries carry transactions.</summary>
    public override int MaxBodyBytes => 32 * 1024 * 1024;

    public override TimeSpan RememberFor => TimeSpan.FromHours(24);

    public override string? SetUpProblem => options.WebhookSecrets.Count > 0 || options.AllowUnsignedWebhooks
        ? null
        : "no WebhookSecrets are set, so every delivery would be refused. Set the secret, leave this registration out, or accept unsigned deliveries by AllowUnsignedWebhooks.";

    public override ValueTask<WebhookProof> VerifyAsync(WebhookRequest request, CancellationToken cancellationToken) => new(Verify(request));

    public override WebhookMessage? Read(WebhookRequest request, WebhookProof proof)
    {
        if (!WebhookJson.TryParse(request.Body, out var document))
        {
            return null;
        }

        using (document)
        {
            var root = document.RootElement;
            return new WebhookMessage { Events = [Event(root) with { Connection = Connection(root), Name = ProviderText.Clean(TypeOf(root)) ?? "" }] };
        }
    }

    private WebhookProof Verify(WebhookRequest request)
    {
        if (options.AllowUnsignedWebhooks)
        {
            return WebhookProof.Unsigned;
        }

        if (request.CountOf(SignatureHeader) > 1 || request.CountOf(AliasHeader) > 1)
        {
            return WebhookProof.Refused("A signature header came twice.");
        }

        var (header, alias) = (request.SingleHeader(SignatureHeader), request.SingleHeader(AliasHeader));
        if (header is not null && alias is not null && !string.Equals(header, alias, StringComparison.Ordinal))
        {
            return WebhookProof.Refused("The two signature headers contradict each other.");
        }

        return (header ?? alias) is { } text && WebhookSignature.FromBase64(text) is { } mac
            && WebhookSignature.Matches(options.WebhookSecrets, mac, [], request.Body.Span)
            ? WebhookProof.Signed()
            : WebhookProof.Refused("flinks-authenticity-key is missing, or none of the WebhookSecrets made it.");
    }

    private static string? TypeOf(JsonElement root) => WebhookJson.Text(root, "ResponseType");

    /// <summary>The widget of this library is given the user as its tag, which comes back here.</summary>
    private ConnectionRef? Connection(JsonElement root) =>
        WebhookJson.Connection(provider, WebhookJson.Text(WebhookJson.Member(root, "Login"), "Id"), WebhookJson.Text(root, "Tag"));

    private ConnectionEvent Event(JsonElement root)
    {
        var answer = new FlinksAnswerDto
        {
            HttpStatusCode = WebhookJson.Text(root, "HttpStatusCode"),
            FlinksCode = WebhookJson.Text(root, "FlinksCode"),
            Message = WebhookJson.Text(root, "Message"),
            RequestId = WebhookJson.Text(root, "RequestId"),
        };
        var works = FlinksCode.Of(answer) is null && answer.Status is 200;
        return TypeOf(root) switch
        {
            "GetAccountsDetail" or "KYC" when works => new ConnectionEvent.DataAvailable { Provider = provider },

            // No page promises deliveries about failures; where one comes, it speaks the language of Authorize. Flinks: Error codes.
            "GetAccountsDetail" or "KYC" or null when FlinksCode.Of(answer) is { } code => new ConnectionEvent.StatusChanged
            {
                Provider = provider,
                Status = mapper.Status(FlinksCode.RowOf(answer), code, answer.Message, time.GetUtcNow()),
            },
            _ => new ConnectionEvent.Unknown { Provider = provider },
        };
    }
}
