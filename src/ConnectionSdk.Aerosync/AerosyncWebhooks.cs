using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>Aerosync's deliveries: <c>X-Webhook-Signature: sha256=…</c> over the body, whose <c>timestamp</c> is thereby signed. Aerosync: Handle webhooks.</summary>
internal sealed class AerosyncWebhooks(ProviderId provider, AerosyncOptions options, StatusReader statuses) : ProviderWebhooks
{
    private const string SignatureHeader = "X-Webhook-Signature";
    private const string Scheme = "sha256=";
    private const string Revocation = "bank.revocation";
    private const string JobEvents = "job.";

    public override TimeSpan? Tolerance => options.WebhookTolerance;

    public override TimeSpan RememberFor => TimeSpan.FromHours(48);

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
            var sentAt = WebhookJson.Moment(WebhookJson.Text(root, "timestamp"));
            var data = WebhookJson.Member(root, "data");

            // That the members of an event stand below data is not written anywhere: on top they count as well.
            return new WebhookMessage { Events = Events(WebhookJson.Text(root, "event"), sentAt, data.ValueKind == JsonValueKind.Object ? data : root), SignedAt = sentAt };
        }
    }

    private WebhookProof Verify(WebhookRequest request)
    {
        if (options.AllowUnsignedWebhooks)
        {
            return WebhookProof.Unsigned;
        }

        if (request.SingleHeader(SignatureHeader) is not { } header || !header.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return WebhookProof.Refused("X-Webhook-Signature must be there once and begin with sha256=.");
        }

        return WebhookSignature.FromHex(header.AsSpan(Scheme.Length)) is { } mac && WebhookSignature.Matches(options.WebhookSecrets, mac, [], request.Body.Span)
            ? WebhookProof.Signed()
            : WebhookProof.Refused("None of the WebhookSecrets made this signature.");
    }

    private ConnectionEvent[] Events(string? name, DateTimeOffset? sentAt, JsonElement data)
    {
        // The user's id of an event is the connection's, not the aeroPassUserUuid that a reference names. Aerosync: Events you can subscribe to.
        var connection = WebhookJson.Connection(provider, First(data, "connection_id", "connectionId", "user_id", "userId"));
        var status = WebhookJson.Text(data, "status");
        return name switch
        {
            Revocation => [In(new ConnectionEvent.Revoked { Provider = provider, Status = Revoked(status) })],
            not null when name.StartsWith(JobEvents, StringComparison.Ordinal) && status is { Length: > 0 } => Array.ConvertAll(OfJob(status, data, connection is not null), In),
            _ => [In(new ConnectionEvent.Unknown { Provider = provider })],
        };

        ConnectionEvent In(ConnectionEvent made) =>
            made with { Connection = connection, Name = ProviderText.Clean(name) ?? "", OccurredAt = sentAt };
    }

    /// <summary>The event itself says it, whatever word it has for the status.</summary>
    private ConnectionStatus Revoked(string? status)
    {
        var row = statuses.Map.Find(status, out var recognised);
        return ConnectionStatus.From(
            row.State == ConnectionState.Revoked ? row : statuses.Map.Find(AerosyncStatusMap.RevokedByUser, out _),
            new ProviderStatus(ProviderText.Clean(status), recognised && row.State == ConnectionState.Revoked));
    }

    private ConnectionEvent[] OfJob(string status, JsonElement data, bool namesConnection)
    {
        var row = statuses.Find(AerosyncStatusMap.JobCode(status), out var recognised);
        var changed = new ConnectionEvent.StatusChanged
        {
            Provider = provider,
            Status = ConnectionStatus.From(row, new ProviderStatus(ProviderText.Clean(status), recognised)),
        };
        switch (row)
        {
            case { State: ConnectionState.ActionRequired }:
                var job = First(data, "job_id", "jobId");
                return [changed with { ResumeToken = job is null ? null : AerosyncMemo.Of(job).ToString() }];
            case { State: ConnectionState.Active }:
                return [Ended(succeeded: true), .. WhatIsLeft(), new ConnectionEvent.DataAvailable { Provider = provider }];
            case { Activity: not ConnectionActivity.Syncing } when recognised:
                return [Ended(succeeded: false), .. WhatIsLeft()];
            default:
                return [new ConnectionEvent.Unknown { Provider = provider }];
        }

        ConnectionEvent.RefreshCompleted Ended(bool succeeded) => new() { Provider = provider, Succeeded = succeeded };

        // A job that waited for the user waits no longer: the connection is read, or the last word would be that it does.
        ConnectionEvent[] WhatIsLeft() => namesConnection ? [changed] : [];
    }

    /// <summary>The first of a member's spellings that says something.</summary>
    private static string? First(JsonElement data, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (WebhookJson.Text(data, name) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }
}
