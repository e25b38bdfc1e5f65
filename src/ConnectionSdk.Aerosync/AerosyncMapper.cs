using System.Globalization;
using ConnectionSdk.Aerosync.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>Turns what Aerosync sends into the common vocabulary. Pure: all judgement about states sits here and in <see cref="AerosyncStatusMap"/>.</summary>
internal sealed class AerosyncMapper(StatusReader statuses, AerosyncOptions options)
{
    public Connection Connection(AerosyncAccountDto dto, ConnectionRef connection, DateTimeOffset now)
    {
        var code = string.IsNullOrWhiteSpace(dto.ConnectionStatus) ? null : dto.ConnectionStatus.Trim();
        var row = Find(code, out var recognised);
        return new Connection
        {
            Ref = connection,
            Status = ConnectionStatus.From(row, new ProviderStatus(ProviderText.Clean(code), recognised, ProviderText.Clean(dto.Reason))) with
            {
                Advisories = Advisories(row, dto.ConnectionExpiry, now),
            },
            InstitutionId = ProviderText.Clean(dto.InstitutionUuid),
            InstitutionName = ProviderText.Clean(dto.InstitutionName ?? dto.BankName),
            ConsentExpiresAt = dto.ConnectionExpiry,
            ObservedAt = now,
        };
    }

    /// <summary>
    /// What an error answer says about the connection: gone, out of reach. Null when it says nothing about it, such as the code of a token that could
    /// not be had: then nobody was asked about the connection.
    /// </summary>
    public Connection? Connection(ProviderException exception, ConnectionRef connection, DateTimeOffset now)
    {
        if (exception is not { ProviderCode: { } code, MayHaveBeenSent: true })
        {
            return null;
        }

        var row = statuses.Map.Find(code, out var recognised);
        return row.State == ConnectionState.Unknown ? null : new Connection
        {
            Ref = connection,
            Status = ConnectionStatus.From(row, new ProviderStatus(code, recognised, exception.ProviderMessage)),
            ObservedAt = now,
        };
    }

    /// <summary>A connection of which only the job is known that runs or waits for the user.</summary>
    public Connection Connection(AerosyncJob job, ConnectionRef connection, DateTimeOffset now)
    {
        var row = statuses.Map.Find(job.State == AerosyncJobState.NeedsUser ? AerosyncStatusMap.PendingMfa : AerosyncStatusMap.JobCode("IN_PROGRESS"), out _);
        return new Connection
        {
            Ref = connection,
            Status = ConnectionStatus.From(row, new ProviderStatus(ProviderText.Clean(job.Raw), job.Recognised)),
            ResumeToken = AerosyncMemo.Of(job.Id).ToString(),
            ObservedAt = now,
        };
    }

    /// <summary>The one account behind a connection, under the connection's id: Aerosync gives it none of its own.</summary>
    public static Account Account(AerosyncAccountDto dto, string connectionId) => new()
    {
        Id = connectionId,
        InstitutionId = ProviderText.Clean(dto.InstitutionUuid),
        Name = ProviderText.Clean(dto.AccountNickname),
        Type = ProviderText.Clean(dto.AccountType?.ToLowerInvariant()),

        // A token in the place of the number is issued anew by every reconnection: it would make one account look like two.
        Number = string.Equals(dto.AccountNumberType, "Non-tokenized", StringComparison.OrdinalIgnoreCase) && dto.AccountNumber is { Length: > 0 } number
            ? SensitiveString.FromString(number)
            : null,
        MaskedNumber = ProviderText.Clean(dto.AccountNumberDisplay),
    };

    public static Account WithBalance(Account account, AerosyncAccountDto balance) => account with
    {
        Currency = ProviderText.Clean(balance.Currency),
        Balance = decimal.TryParse(balance.CurrentBalance, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null,
    };

    /// <summary>A job as it stands. An unknown state is one that goes on: it is looked at until the time is up.</summary>
    public AerosyncJob Job(AerosyncJobDto dto, string id)
    {
        if (string.IsNullOrWhiteSpace(dto.JobStatus))
        {
            return new AerosyncJob(id, AerosyncJobState.Running, null, false);
        }

        var code = AerosyncStatusMap.JobCode(dto.JobStatus);
        var row = statuses.Find(code, out var recognised);
        var state = (recognised, row) switch
        {
            (false, _) => dto.MfaTriggered == true && code.Contains("MFA", StringComparison.Ordinal) ? AerosyncJobState.NeedsUser : AerosyncJobState.Running,
            (_, { State: ConnectionState.ActionRequired }) => AerosyncJobState.NeedsUser,
            (_, { Activity: ConnectionActivity.Syncing }) => AerosyncJobState.Running,
            (_, { State: ConnectionState.Active }) => AerosyncJobState.Completed,
            _ => AerosyncJobState.Failed,
        };
        return new AerosyncJob(id, state, dto.JobStatus, recognised);
    }

    /// <summary>The row of a status as it is written, else as Aerosync writes the others: a revocation that is spelled with hyphens is one all the same.</summary>
    private StatusRow Find(string? code, out bool recognised)
    {
        var row = statuses.Map.Find(code, out recognised);
        return recognised || code is null ? row : statuses.Find(code.Replace(' ', '_').Replace('-', '_'), out recognised);
    }

    /// <summary>The status decides whether a connection works; an expiry in the past is no more than a warning. Aerosync: Bank account details.</summary>
    private IReadOnlyList<Advisory> Advisories(StatusRow row, DateTimeOffset? expiry, DateTimeOffset now) =>
        row.State == ConnectionState.Active && expiry - now <= options.ConsentWarning
            ? [new Advisory(AdvisoryKind.ConsentExpiring, expiry, "Aerosync sends nothing when the consent ends: read the connection, and have the user reconnect then.")]
            : [];
}

/// <summary>Where a job stands.</summary>
internal enum AerosyncJobState
{
    Running = 0,
    NeedsUser,
    Completed,
    Failed,
}

/// <summary>A job as last seen.</summary>
/// <param name="Id">The job.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Raw">The state as received; null when there was none.</param>
/// <param name="Recognised">Whether that state is known.</param>
internal sealed record AerosyncJob(string Id, AerosyncJobState State, string? Raw, bool Recognised);
