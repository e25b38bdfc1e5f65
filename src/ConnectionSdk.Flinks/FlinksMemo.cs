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
}

/// <summary>What a repair remembers from one call to the next, and what a <see cref="Connection.ResumeToken"/> says: words without secrets.</summary>
/// <param name="RequestId">The session at Flinks; null when there is none.</param>
/// <param name="SeenAt">When that session was last active, as far as known.</param>
/// <param name="Step">What is waited for.</param>
/// <param name="InstitutionId">The bank, for the credential screen.</param>
/// <param name="LastRefresh">When data had been fetched last before the repair; null when nobody knows.</param>
internal sealed record FlinksMemo(string? RequestId, DateTimeOffset SeenAt, FlinksStep Step, string? InstitutionId, DateTimeOffset? LastRefresh)
{
    /// <summary>How long a session survives without activity. Flinks: Timeout lengths.</summary>
    public static readonly TimeSpan SessionLasts = TimeSpan.FromMinutes(8);

    public static FlinksMemo None { get; } = new(null, default, FlinksStep.None, null, null);

    public DateTimeOffset SessionEndsAt => SeenAt + SessionLasts;

    public bool HasLiveSession(DateTimeOffset now) => RequestId is not null && now < SessionEndsAt;

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
                "" when Guid.TryParse(value, out _) => memo with { RequestId = value, SeenAt = now },
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

        return string.Join(' ', words);
    }

    private static DateTimeOffset? TimeOf(string ticks) =>
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(number, TimeSpan.Zero)
            : null;
}
