using System.Text;
using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria;

/// <summary>
/// Araucaria's deliveries: <c>Araucaria-Signature: t=…,v1=…</c> over <c>{t}.{body}</c>. The body is an envelope, or flat as in the quickstart.
/// Araucaria: Webhook security, Webhook events.
/// </summary>
internal sealed class AraucariaWebhooks(ProviderId provider, AraucariaOptions options, AraucariaStatuses statuses) : ProviderWebhooks
{
    private const int MaxHeaderLength = 2048;
    private const string StatusEvents = "connection.";

    public override TimeSpan? Tolerance => options.WebhookTolerance;

    /// <summary>The last repetition comes a day after the one before it, 26.6 hours after the first. Araucaria: Handling webhooks.</summary>
    public override TimeSpan RememberFor => TimeSpan.FromHours(72);

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
            var data = WebhookJson.Member(root, "data");
            var name = WebhookJson.Text(root, "type") ?? WebhookJson.Text(root, "event") ?? WebhookJson.Text(data, "type");
            var happenedAt = Moment(WebhookJson.Text(data, "occurredAt"))
                ?? Moment(WebhookJson.Text(root, "timestamp")) ?? Moment(WebhookJson.Text(root, "created_at"));
            var made = Event(name, WebhookJson.Text(data, "accountId") ?? WebhookJson.Text(root, "accountId")) with
            {
                Connection = WebhookJson.Connection(provider, WebhookJson.Text(data, "connectionId") ?? WebhookJson.Text(root, "connectionId")),
                Name = ProviderText.Clean(name) ?? "",
                OccurredAt = happenedAt,
            };
            return new WebhookMessage
            {
                Events = [made],
                Id = WebhookJson.Text(root, "id") ?? WebhookJson.Text(data, "eventId"),

                // Only a read says whether the connection has ever worked. Araucaria: Connection Flow.
                NeedsRead = made is ConnectionEvent.StatusChanged { Status.State: var state } && AraucariaMapper.LooksBroken(state),
            };
        }
    }

    private WebhookProof Verify(WebhookRequest request)
    {
        if (options.AllowUnsignedWebhooks)
        {
            return WebhookProof.Unsigned;
        }

        if (request.SingleHeader(options.WebhookSignatureHeader) is not { Length: <= MaxHeaderLength } header)
        {
            return WebhookProof.Refused("The signature header must be there once.");
        }

        if (!TrySplit(header, out var signedAtText, out var macs) || WebhookJson.Moment(signedAtText) is not { } signedAt)
        {
            return WebhookProof.Refused("The signature header must have one t and at least one v1.");
        }

        var prefix = Encoding.ASCII.GetBytes(signedAtText + ".");
        var matches = false;
        foreach (var mac in macs)
        {
            matches |= WebhookSignature.Matches(options.WebhookSecrets, mac, prefix, request.Body.Span);
        }

        return matches ? WebhookProof.Signed(signedAt) : WebhookProof.Refused("None of the WebhookSecrets made this signature.");
    }

    /// <summary>Several v1 stand side by side while a secret is replaced; what is no signature matches nothing. Other schemes are passed over.</summary>
    private static bool TrySplit(string header, out string signedAt, out List<byte[]> macs)
    {
        const int MaxSignatures = 8;
        (signedAt, macs) = ("", []);
        var signatures = 0;
        foreach (var part in header.Split(','))
        {
            var entry = part.Trim(' ');
            if (entry.StartsWith("t=", StringComparison.Ordinal))
            {
                if (signedAt.Length > 0)
                {
                    return false;
                }

                signedAt = entry[2..];
            }
            else if (entry.StartsWith("v1=", StringComparison.Ordinal))
            {
                if (++signatures > MaxSignatures)
                {
                    return false;
                }

                if (WebhookSignature.FromHex(entry.AsSpan(3)) is { } mac)
                {
                    macs.Add(mac);
                }
            }
        }

        return signedAt.Length > 0 && signatures > 0;
    }

    private ConnectionEvent Event(string? name, string? accountId)
    {
        switch (name)
        {
            case "accounts.updated":
                return new ConnectionEvent.DataAvailable { Provider = provider, AccountId = ProviderText.Clean(accountId) };
            case "transaction.deleted":
                return new ConnectionEvent.DataRetracted { Provider = provider, AccountId = ProviderText.Clean(accountId) };
            case "refresh_intent.completed":
                return new ConnectionEvent.RefreshCompleted { Provider = provider };
        }

        // The new status is the end of the event's name: the payload has the previous one only.
        if (name is null || !name.StartsWith(StatusEvents, StringComparison.Ordinal))
        {
            return new ConnectionEvent.Unknown { Provider = provider };
        }

        var row = statuses.Map.Find(statuses.Canonical(name[StatusEvents.Length..]), out var recognised);
        return recognised
            ? new ConnectionEvent.StatusChanged { Provider = provider, Status = ConnectionStatus.From(row, new ProviderStatus(row.Code, true)) }
            : new ConnectionEvent.Unknown { Provider = provider };
    }

    /// <summary>A date; or a count of seconds or, with their thirteen digits, of milliseconds, as no page says what the flat form's <c>timestamp</c> is.</summary>
    private static DateTimeOffset? Moment(string? text) => text is { Length: 13 } && text.All(char.IsAsciiDigit) ? WebhookJson.Moment(text[..^3])
        : WebhookJson.Moment(text) ?? Date(text);

    private static DateTimeOffset? Date(string? text) => text is { Length: <= 40 }
        && DateTimeOffset.TryParse(
            text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var moment)
        ? moment
        : null;
}
