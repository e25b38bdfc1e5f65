using ConnectionSdk;
using ConnectionSdk.Providers;
using Maple.Api;

namespace Maple;

/// <summary>Turns what Maple sends into the common vocabulary. Pure: it can be tested with nothing but values.</summary>
internal sealed class MapleMapper(StatusReader statuses)
{
    public static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(3);

    public Connection Connection(MapleConnectionDto dto, ConnectionRef connection, DateTimeOffset now)
    {
        var row = statuses.Find(dto.Status, out var recognised);
        return new Connection
        {
            Ref = connection,
            Status = ConnectionStatus.From(row, new ProviderStatus(ProviderText.Clean(dto.Status), recognised), Action(row, dto)),
            InstitutionName = ProviderText.Clean(dto.Bank),
            LastSyncedAt = dto.LastSync,
            ObservedAt = now,
        };
    }

    public Connection Gone(ConnectionRef connection, DateTimeOffset now) => new()
    {
        Ref = connection,
        Status = ConnectionStatus.From(statuses.Find(MapleStatusMap.Unknown, out var recognised), new ProviderStatus(MapleStatusMap.Unknown, recognised)),
        ObservedAt = now,
    };

    public static Account Account(MapleAccountDto dto) => new()
    {
        // Number, type, currency: the more of them, the surer an account is recognised when Maple brings it back under another id.
        Id = dto.Id ?? "",
        Name = ProviderText.Clean(dto.Name),
        Type = dto.Type,
        Currency = dto.Currency,
        Number = SensitiveString.FromString(dto.Number),
        MaskedNumber = dto.Number is { Length: > 8 } number ? number[^4..] : null,
        Balance = dto.Balance,
    };

    /// <summary>The row knows the kind of action; what only the live answer knows is filled in here. Links are not: the engine asks for them when needed.</summary>
    private static RequiredAction Action(StatusRow row, MapleConnectionDto dto) => row.ToAction() switch
    {
        RequiredAction.ProvideFields ask when dto.Prompt is { Name: { Length: > 0 } name } prompt => ask with
        {
            // With its end on the action, a code that comes too late is not sent: at the bank it would count as a wrong one.
            ExpiresAt = prompt.ExpiresAt,
            Fields =
            [
                new ActionField { Name = name, Label = ProviderText.Clean(prompt.Label), Kind = FieldKind.Otp, Pattern = prompt.Pattern },
            ],
        },
        RequiredAction.Wait wait when row.Retry == RetryAdvice.Poll => wait with { PollEvery = PollEvery },
        var action => action,
    };
}
