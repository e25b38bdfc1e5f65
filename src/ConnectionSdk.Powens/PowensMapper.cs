using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>Turns what Powens sends into the common vocabulary. Pure: all judgement about states sits here and in <see cref="PowensStatusMap"/>.</summary>
internal sealed class PowensMapper(StatusReader statuses, PowensOptions options)
{
    public static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(3);

    private static readonly ProviderStatus NoCode = new(null, Recognised: true);

    public Connection Connection(PowensConnectionDto dto, ConnectionRef connection, DateTimeOffset now)
    {
        var consent = ConsentExpiresAt(dto, now);
        var parts = Parts(dto);
        return new Connection
        {
            Ref = connection,
            Status = Status(dto, consent, now),
            InstitutionId = Present(dto.ConnectorUuid) ?? Present(dto.Connector?.Uuid) ?? Present(dto.IdConnector),
            InstitutionName = ProviderText.Clean(dto.Connector?.Name),
            Parts = parts,
            CreatedAt = dto.Created,
            LastSyncedAt = dto.LastUpdate,
            ConsentExpiresAt = consent,
            NextAttemptAt = dto.NextTry,
            ObservedAt = now,
        };
    }

    /// <summary>A connection Powens no longer knows.</summary>
    public Connection Gone(ConnectionRef connection, ProviderException exception, DateTimeOffset now)
    {
        var row = statuses.Find(PowensStatusMap.NotFound, out var recognised);
        return new Connection
        {
            Ref = connection,
            Status = ConnectionStatus.From(row, new ProviderStatus(exception.ProviderCode, recognised, exception.ProviderMessage, exception.UserMessage)),
            ObservedAt = now,
        };
    }

    public static Account Account(PowensAccountDto dto) => new()
    {
        Id = dto.Id ?? "",
        Name = ProviderText.Clean(Present(dto.Name) ?? Present(dto.OriginalName)),
        Type = ProviderText.Clean(dto.Type?.ToLowerInvariant()),
        Currency = ProviderText.Clean(dto.Currency),
        Number = Secret(dto.Number),
        Iban = Secret(dto.Iban),
        MaskedNumber = Tail(Present(dto.Number) ?? dto.Iban),
        Balance = dto.Balance,
        Enabled = !dto.Disabled,
        PresentAtBank = !dto.Deleted,
        LastSyncedAt = dto.LastUpdate,
    };

    /// <summary>
    /// Text that may come from the bank. With <c>webauthRequired</c> it is the bank's own link, secret state value included, and any other that
    /// carries an address with a query or fragment may hold one too: both are dropped. Powens: SCA and connection states.
    /// </summary>
    public static string? BankText(string? code, string? text) =>
        text is null
        || PowensCode.Is(code, "webauthRequired")
        || (text.Contains("://", StringComparison.Ordinal) && text.AsSpan().ContainsAny('?', '#'))
            ? null
            : ProviderText.Clean(text);

    private ConnectionStatus Status(PowensConnectionDto dto, DateTimeOffset? consent, DateTimeOffset now)
    {
        var code = dto.Code;
        var row = statuses.Find(code ?? (dto.LastUpdate is null ? PowensStatusMap.NeverSynchronised : ""), out var recognised);
        var message = BankText(code, dto.ErrorMessage);
        return ConnectionStatus.From(row, ProviderStatusOf(code, recognised, message), Action(row, dto, message, now), Advisories(row, dto, consent, now));
    }

    private RequiredAction Action(StatusRow row, PowensConnectionDto dto, string? message, DateTimeOffset now)
    {
        var expiresAt = dto.Expire > now ? dto.Expire : null;
        var action = row.ToAction();
        if (action is RequiredAction.FollowRedirect && options.HasAgentStatus && PowensFields.AsksForCredentials(dto.Code) && dto.Fields is { Length: > 0 })
        {
            action = new RequiredAction.ProvideFields { Actor = row.Actor };
        }

        return action switch
        {
            RequiredAction.ProvideFields fields => fields with { Fields = PowensFields.Of(dto), Message = message, ExpiresAt = expiresAt },
            RequiredAction.ApproveElsewhere approve => approve with { Message = message, ExpiresAt = expiresAt },
            RequiredAction.VisitInstitution visit => visit with { Message = message },
            RequiredAction.Wait wait => wait with { NotBefore = dto.NextTry, PollEvery = row.Retry == RetryAdvice.Poll ? FirstLook : null },
            _ => action,
        };
    }

    private ConnectionPart[] Parts(PowensConnectionDto dto) => dto.Sources is not { Length: > 0 } sources ? [] : Array.ConvertAll(sources, Part);

    private ConnectionPart Part(PowensSourceDto source)
    {
        var row = statuses.Find(source.Code ?? (source.LastUpdate is null ? PowensStatusMap.NeverSynchronised : ""), out var recognised);
        var action = row.ToAction();
        return new ConnectionPart
        {
            Id = source.Id ?? "",
            Name = source.Name,
            Status = ConnectionStatus.From(
                row,
                ProviderStatusOf(source.Code, recognised, null),
                action is RequiredAction.Wait wait && source.NextTry is not null ? wait with { NotBefore = source.NextTry } : action),
            Enabled = source.IsEnabled,
            LastSyncedAt = source.LastUpdate,
            ConsentExpiresAt = source.AccessExpire,
            NextAttemptAt = source.NextTry,
        };
    }

    /// <summary>
    /// The earliest end among the sources in use. The connection's own <c>expire</c> also dates half-finished steps, so it counts only on a
    /// healthy connection and when it lies ahead. Powens: Connections.
    /// </summary>
    private static DateTimeOffset? ConsentExpiresAt(PowensConnectionDto dto, DateTimeOffset now)
    {
        DateTimeOffset? earliest = null;
        foreach (var source in dto.Sources ?? [])
        {
            if (source.IsEnabled && source.AccessExpire is { } end && !(earliest <= end))
            {
                earliest = end;
            }
        }

        return earliest ?? (dto.Code is null && dto.LastUpdate is not null && dto.Expire > now ? dto.Expire : null);
    }

    private static ProviderStatus ProviderStatusOf(string? code, bool recognised, string? userMessage) =>
        code is null && recognised && userMessage is null ? NoCode : new ProviderStatus(ProviderText.Clean(code), recognised, null, userMessage);

    private Advisory[] Advisories(StatusRow row, PowensConnectionDto dto, DateTimeOffset? consent, DateTimeOffset now)
    {
        List<Advisory>? advisories = null;
        if (dto.Code is null && consent - now <= options.ConsentWarning)
        {
            advisories = [new Advisory(AdvisoryKind.ConsentExpiring, consent, "Start a repair with RenewConsent while the user is present.")];
        }

        if (dto.Active == false)
        {
            (advisories ??= []).Add(new Advisory(AdvisoryKind.AutomaticRefreshOff));
        }

        if (dto.AllAccounts is { } accounts && Array.Exists(accounts, account => account is { Deleted: false, Disabled: true }))
        {
            (advisories ??= []).Add(new Advisory(AdvisoryKind.NewAccountsAvailable));
        }

        if (dto.Sources is { Length: > 1 } sources
            && Array.Exists(sources, source => source is { IsEnabled: true, Code: null })
            && Array.Exists(sources, source => source is { IsEnabled: true, Code: not null }))
        {
            (advisories ??= []).Add(new Advisory(AdvisoryKind.PartialData));
        }

        if (dto.LastUpdate is null && LooksBroken(row.State))
        {
            (advisories ??= []).Add(new Advisory(AdvisoryKind.NeverSynchronised, null, "No synchronisation is known: ask the user to finish connecting, not to reconnect."));
        }

        return advisories?.ToArray() ?? [];
    }

    private static bool LooksBroken(ConnectionState state) =>
        state is ConnectionState.ReconnectRequired or ConnectionState.ActionRequired or ConnectionState.Degraded;

    private static SensitiveString? Secret(string? value) => Present(value) is { } number ? SensitiveString.FromString(number) : null;

    private static string? Present(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>IBANs are also written in groups of four, and numbers of cards with all but their last digits hidden.</summary>
    private static string? Tail(string? number)
    {
        var hidden = number?.LastIndexOf('*') ?? -1;
        var plain = string.Concat((number ?? "").Skip(hidden + 1).Where(char.IsAsciiLetterOrDigit));
        return plain.Length > 8 || (hidden >= 0 && plain.Length == 4) ? plain[^4..] : null;
    }
}
