using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>Turns what Flinks sends into the common vocabulary. Pure: all judgement about answers sits here and in <see cref="FlinksStatusMap"/>.</summary>
internal sealed class FlinksMapper(FlinksStatuses statuses)
{
    /// <summary>Flinks wants ten seconds between two looks. Flinks: Retrieve account data.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    public Connection Connection(FlinksAnswerDto answer, ConnectionRef connection, DateTimeOffset now) => new()
    {
        Ref = connection,
        Status = Status(FlinksCode.RowOf(answer), FlinksCode.Of(answer), answer.Message, now, answer.RetryAfter) with { Advisories = Advisories(answer) },
        InstitutionId = ProviderText.Clean(answer.InstitutionId),
        InstitutionName = ProviderText.Clean(answer.InstitutionName ?? answer.Institution),
        LastSyncedAt = answer.Login?.LastRefresh,
        ResumeToken = FlinksMemo.ResumeTokenOf(answer, now),
        ObservedAt = now,
    };

    /// <summary>What a row means now; a wait that Flinks states itself counts more than what is usual for its code.</summary>
    public ConnectionStatus Status(string key, string? code, string? message, DateTimeOffset now, TimeSpan? retryAfter = null)
    {
        var row = statuses.Find(key, out var recognised);
        var action = row.ToAction() is RequiredAction.Wait wait
            ? wait with { NotBefore = now + (retryAfter ?? FlinksStatusMap.PauseAfter(key)), PollEvery = row.Retry == RetryAdvice.Poll ? Pace : null }
            : row.ToAction();
        var sent = ProviderText.Clean(code ?? (key.Length == 0 ? null : key));
        return ConnectionStatus.From(row, new ProviderStatus(sent, recognised, ProviderText.Clean(message)), action);
    }

    public static IReadOnlyList<Account> Accounts(FlinksAnswerDto answer) =>
        Array.ConvertAll(answer.Accounts ?? [], account => Account(account, answer));

    private static Account Account(FlinksAccountDto dto, FlinksAnswerDto answer)
    {
        var isMasked = dto.AccountNumber?.Any(character => !char.IsLetterOrDigit(character) && character is not (' ' or '-' or '.')) ?? true;
        return new Account
        {
            Id = dto.Id ?? "",
            InstitutionId = ProviderText.Clean(answer.InstitutionId ?? dto.InstitutionNumber),
            Name = ProviderText.Clean(dto.Title),
            Type = ProviderText.Clean((dto.Type ?? dto.Category)?.ToLowerInvariant()),
            Currency = ProviderText.Clean(dto.Currency),
            Number = isMasked || dto.AccountNumber is not { Length: > 0 }
                ? null
                : SensitiveString.FromString($"{dto.InstitutionNumber}-{dto.TransitNumber}-{dto.AccountNumber}"),
            MaskedNumber = ProviderText.Clean(dto.LastFourDigits) ?? Tail(dto.AccountNumber, isMasked),
            Balance = dto.Balance?.Current ?? dto.Balance?.Available,
            LastSyncedAt = answer.Login?.LastRefresh,
        };
    }

    private static Advisory[] Advisories(FlinksAnswerDto answer) =>
        answer.Login?.IsScheduledRefresh == false ? [new Advisory(AdvisoryKind.AutomaticRefreshOff)] : [];

    /// <summary>Four digits of a number that shows more, or of one that is masked already.</summary>
    private static string? Tail(string? number, bool isMasked) =>
        number is { Length: >= 4 } && (isMasked || number.Length >= 7) && number[^4..].All(char.IsAsciiDigit) ? number[^4..] : null;
}
