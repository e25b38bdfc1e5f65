using System.Globalization;
using ConnectionSdk.Flinks.Api;

namespace ConnectionSdk.Flinks;

/// <summary>What a repair waits for at Flinks.</summary>
internal enum FlinksStep
{
    /// <summary>The user, or nothing.</summary>
    None = 0,

    /// <summary>The bank, in the background.</summary>
    Authorizing,

    /// <summary>The accounts.</summary>
    Collecting,

    /// <summary>The accounts' summary, of a login without transactions.</summary>
    Summarizing,

    /// <summary>A better moment: the user came back, and Flinks was too busy to say whether it worked.</summary>
    Returned,
}

/// <summary>What a repair remembers from one call to the next, and what a <see cref="Connection.ResumeToken"/> says: words without secrets.</summary>
/// <param name="RequestId">The session at Flinks; null when there is none.</param>
/// <param name="SeenAt">When that session was last active, as far as known.</param>
/// <param name="Step">What is waited for.</param>
/// <param name="InstitutionId">The bank, for the credential screen.</param>
/// <param name="LastRefresh">When data had been fetched last before the repair; null when nobody knows.</param>
/// <param name="IsTold">Whether a page told the session, and not Flinks: it may be another login's until its data say whose it is.</param>
/// <param name="Before">The code the connection stood at before the bank was contacted, empty for none; null when nobody knows.</param>
/// <param name="OtherLogin">The login the user came back with, where it is another one and could not be read yet; else null.</param>
internal sealed record FlinksMemo(
    string? RequestId,
    DateTimeOffset SeenAt,
    FlinksStep Step,
    string? InstitutionId,
    DateTimeOffset? LastRefresh,
    bool IsTold = false,
    string? Before = null,
    string? OtherLogin = null)
{
    /// <summary>How long a session survives without activity. Flinks: Timeout lengths.</summary>
    public static readonly TimeSpan SessionLasts = TimeSpan.FromMinutes(8);

    public static FlinksMemo None { get; } = new(null, default, FlinksStep.None, null, null);

    public DateTimeOffset SessionEndsAt => SeenAt + SessionLasts;

    public bool HasLiveSession(DateTimeOffset now) => RequestId is not null && now < SessionEndsAt;

    /// <summary>With the session that an answer names, as active now; else with the one there was.</summary>
    public FlinksMemo In(string? answered, DateTimeOffset now) =>
        this with { RequestId = answered ?? RequestId, SeenAt = now, IsTold = answered is null && IsTold };

    /// <summary>With the session that a page names; what is known by an answer already stays known.</summary>
    public FlinksMemo Hearing(string told, DateTimeOffset now) =>
        this with { RequestId = told, SeenAt = now, IsTold = IsTold || !string.Equals(told, RequestId, StringComparison.OrdinalIgnoreCase) };

    /// <summary>What goes on with the session, while it lives; else null.</summary>
    public string? ResumeTokenAt(DateTimeOffset now) => HasLiveSession(now) ? ToString() : null;

    /// <summary>Whether a resume token is one of ours, and not a bare RequestId: then it says how the connection was before.</summary>
    public static bool IsToken(string? text) => text?.Contains(':', StringComparison.Ordinal) == true;

    /// <summary>The session an answer leaves open: one that asks something, or is still at work.</summary>
    public static string? ResumeTokenOf(FlinksAnswerDto answer, DateTimeOffset now) => (FlinksCode.RowOf(answer), answer.RequestId) switch
    {
        (FlinksStatusMap.Challenged or FlinksStatusMap.AskedAgain, { Length: > 0 } id) => (None with { RequestId = id, SeenAt = now }).ToString(),
        ("OPERATION_PENDING" or "OPERATION_DISPATCHED", { Length: > 0 } id) =>
            (None with { RequestId = id, SeenAt = now, Step = FlinksStep.Authorizing }).ToString(),
        _ => null,
    };

    /// <summary>Reads a memo or a resume token. A bare RequestId, as the widget's events carry it, counts as seen just now.</summary>
    public static FlinksMemo Parse(string? text, DateTimeOffset now)
    {
        var memo = None;
        foreach (var word in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = word.IndexOf(':', StringComparison.Ordinal);
            var value = word[(at + 1)..];
            memo = (at < 0 ? "" : word[..at]) switch
            {
                "request" => memo with { RequestId = Uri.UnescapeDataString(value) },
                "seen" => memo with { SeenAt = TimeOf(value) ?? default },
                "step" => memo with { Step = Enum.TryParse<FlinksStep>(value, out var step) ? step : FlinksStep.None },
                "institution" => memo with { InstitutionId = Uri.UnescapeDataString(value) },
                "refreshed" => memo with { LastRefresh = TimeOf(value) },
                "told" => memo with { IsTold = true },
                "login" => memo with { OtherLogin = Uri.UnescapeDataString(value) },
                "before" => memo with { Before = Uri.UnescapeDataString(value) },
                "" when Guid.TryParse(value, out _) => memo with { RequestId = value, SeenAt = now, IsTold = true },
                _ => memo,
            };
        }

        return memo;
    }

    public override string ToString()
    {
        var words = new List<string>();
        if (RequestId is not null)
        {
            words.Add($"request:{Uri.EscapeDataString(RequestId)}");
            words.Add(string.Create(CultureInfo.InvariantCulture, $"seen:{SeenAt.UtcTicks}"));
            if (IsTold)
            {
                words.Add("told:");
            }
        }

        if (Step != FlinksStep.None)
        {
            words.Add($"step:{Step}");
        }

        if (InstitutionId is not null)
        {
            words.Add($"institution:{Uri.EscapeDataString(InstitutionId)}");
        }

        if (LastRefresh is { } refreshed)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"refreshed:{refreshed.UtcTicks}"));
        }

        if (OtherLogin is not null)
        {
            words.Add($"login:{Uri.EscapeDataString(OtherLogin)}");
        }

        if (Before is not null)
        {
            words.Add($"before:{Uri.EscapeDataString(Before)}");
        }

        return string.Join(' ', words);
    }

    private static DateTimeOffset? TimeOf(string ticks) =>
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(number, TimeSpan.Zero)
            : null;
}
