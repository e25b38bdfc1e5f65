using ConnectionSdk.Araucaria.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria;

/// <summary>Turns what Araucaria sends into the common vocabulary. Pure: all judgement about states sits here and in <see cref="AraucariaStatusMap"/>.</summary>
internal sealed class AraucariaMapper(AraucariaStatuses statuses, AraucariaOptions options)
{
    private const int ShownDigits = 4;

    private static readonly Advisory[] NeverSynchronised =
        [new(AdvisoryKind.NeverSynchronised, null, "No synchronisation is known: ask the user to finish connecting, not to reconnect.")];

    public Connection Connection(AraucariaConnectionDto dto, ConnectionRef connection, DateTimeOffset now) => new()
    {
        Ref = connection,
        Status = Status(dto, now),
        InstitutionId = ProviderText.Clean(dto.InstitutionId),
        CreatedAt = dto.CreatedAt,
        LastSyncedAt = dto.LastSync,
        ObservedAt = now,
    };

    /// <summary>A connection Araucaria no longer knows.</summary>
    public Connection Gone(ConnectionRef connection, ProviderException exception, DateTimeOffset now)
    {
        var row = statuses.Find(AraucariaStatusMap.NotFound, out var recognised);
        return new Connection
        {
            Ref = connection,
            Status = ConnectionStatus.From(row, new ProviderStatus(exception.ProviderCode, recognised, exception.ProviderMessage)),
            ObservedAt = now,
        };
    }

    public static Account Account(AraucariaAccountDto dto) => new()
    {
        Id = dto.Id ?? "",
        InstitutionId = ProviderText.Clean(dto.Institution?.Id),
        Name = ProviderText.Clean(dto.Name),
        Type = ProviderText.Clean(dto.Type?.ToLowerInvariant()),
        Currency = ProviderText.Clean(dto.Currency),
        Number = IsWhole(dto.AccountNumber) ? SensitiveString.FromString(dto.AccountNumber) : null,
        MaskedNumber = Tail(dto.AccountNumber),
        Balance = AraucariaAmount.InMajorUnits(dto.Balance, dto.Currency),
        LastSyncedAt = dto.LastSyncedAt ?? dto.LastSyncAt,
    };

    /// <summary>A connection whose synchronisation failed, whatever its status shows by now.</summary>
    public Connection WithFailure(Connection connection, AraucariaRefreshDto failure) => connection with
    {
        Status = connection.Status with { Provider = connection.Status.Provider with { DeveloperMessage = RefreshError(failure).Code ?? "failed" } },
    };

    /// <summary>Whether a synchronisation runs, under whatever spelling or alias.</summary>
    public bool IsVerifying(AraucariaConnectionDto? dto) => statuses.Canonical(dto?.Status) == AraucariaStatusMap.Verifying;

    /// <summary>Why a synchronisation failed: the code as the map spells it, and what it means.</summary>
    public (string? Code, StatusRow Row) RefreshError(AraucariaRefreshDto failure)
    {
        if (string.IsNullOrWhiteSpace(failure.Error))
        {
            return (null, statuses.Map.Unmapped);
        }

        var row = statuses.Find(failure.Error, out var recognised);
        return (recognised ? row.Code : ProviderText.Clean(failure.Error), row);
    }

    private ConnectionStatus Status(AraucariaConnectionDto dto, DateTimeOffset now)
    {
        var row = statuses.Find(RowOf(dto, now), out var recognised);
        var action = row.ToAction();
        return ConnectionStatus.From(
            row,
            new ProviderStatus(ProviderText.Clean(dto.Status), recognised),
            action is RequiredAction.Wait wait && row.Retry == RetryAdvice.Poll ? wait with { PollEvery = options.PollInterval } : action,
            dto.LastSync is null && LooksBroken(row.State) ? NeverSynchronised : null);
    }

    /// <summary>Which of the rows of a status applies.</summary>
    private string? RowOf(AraucariaConnectionDto dto, DateTimeOffset now) => statuses.Canonical(dto.Status) switch
    {
        AraucariaStatusMap.FailedAuth when dto.LastSync is null => AraucariaStatusMap.FailedAuthNeverSynchronised,
        AraucariaStatusMap.Verifying when dto.LastSync is not null => AraucariaStatusMap.VerifyingAgain,
        AraucariaStatusMap.Error when dto.UpdatedAt + options.ErrorPatience <= now => AraucariaStatusMap.ErrorPersisting,
        AraucariaStatusMap.Error when dto.LastSync is null => AraucariaStatusMap.ErrorNeverSynchronised,
        var status => status,
    };

    /// <summary>Whether a state of a connection that has never worked reads like one of a connection that broke.</summary>
    public static bool LooksBroken(ConnectionState state) =>
        state is ConnectionState.ReconnectRequired or ConnectionState.ActionRequired or ConnectionState.Degraded;

    /// <summary>One edition masks numbers, the other shows them whole. Araucaria: Account object.</summary>
    private static bool IsWhole(string? number) => number is { Length: > ShownDigits } && number.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or ' ' or '.')
        && number.Any(char.IsAsciiDigit) && !number.Contains('x', StringComparison.OrdinalIgnoreCase);

    private static string? Tail(string? number)
    {
        if (number is not { Length: > ShownDigits })
        {
            return null;
        }

        var start = number.Length;
        while (start > 0 && number.Length - start < ShownDigits && char.IsAsciiLetterOrDigit(number[start - 1]))
        {
            start--;
        }

        return start == number.Length ? null : number[start..];
    }
}
