namespace ConnectionSdk.Providers;

/// <summary>The retry table, as data: one row per effect.</summary>
internal sealed class EffectRules
{
    private static readonly EffectRules[] Table = CreateTable();

    private EffectRules(int attempts, int attemptSeconds, int totalSeconds)
    {
        MaxAttempts = attempts;
        AttemptTimeout = TimeSpan.FromSeconds(attemptSeconds);
        TotalTimeout = TimeSpan.FromSeconds(totalSeconds);
    }

    public int MaxAttempts { get; }

    public TimeSpan AttemptTimeout { get; }

    public TimeSpan TotalTimeout { get; }

    /// <summary>Repeated after an answer was lost or a temporary failure (Read, Mint): the call changes nothing that matters.</summary>
    public bool RepeatsAmbiguous { get; private init; }

    /// <summary>Repeated when a gateway (502-504) or a rate limit (429) answered.</summary>
    public bool RepeatsGatewayErrors { get; private init; }

    /// <summary>After an unclear end the truth is at the provider only: the outcome is unknown rather than failed.</summary>
    public bool ChangesState { get; private init; }

    /// <summary>One permit per attempt, enforced by <see cref="SendOnceHandler"/>.</summary>
    public bool SentOnce { get; private init; }

    public static EffectRules For(CallEffect effect) => Table[(int)effect];

    private static EffectRules[] CreateTable()
    {
        var table = new EffectRules[8];
        table[(int)CallEffect.Unspecified] = new(1, 10, 10) { ChangesState = true, SentOnce = true };
        table[(int)CallEffect.Read] = new(3, 10, 30) { RepeatsAmbiguous = true, RepeatsGatewayErrors = true };
        table[(int)CallEffect.Mint] = new(3, 10, 20) { RepeatsAmbiguous = true, RepeatsGatewayErrors = true };
        table[(int)CallEffect.MintSingleUse] = new(2, 10, 20) { RepeatsGatewayErrors = true, SentOnce = true };
        table[(int)CallEffect.Create] = new(2, 30, 30) { ChangesState = true, SentOnce = true };
        table[(int)CallEffect.Submit] = new(1, 90, 90) { ChangesState = true, SentOnce = true };
        table[(int)CallEffect.Refresh] = new(2, 60, 60) { ChangesState = true, SentOnce = true };
        table[(int)CallEffect.Delete] = new(2, 15, 30) { ChangesState = true, SentOnce = true };
        return table;
    }
}
