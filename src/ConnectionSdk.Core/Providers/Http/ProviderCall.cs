namespace ConnectionSdk.Providers;

/// <summary>One endpoint of a provider: what it is called, what it does, how it is reached. One static instance per endpoint.</summary>
public sealed class ProviderCall
{
    /// <summary>The most an answer with a token may weigh: 64 KiB.</summary>
    public const int AuthBytes = 64 * 1024;

    /// <summary>The most an answer about connections may weigh: 1 MiB.</summary>
    public const int ConnectionBytes = 1024 * 1024;

    /// <summary>The most an answer with accounts or transactions may weigh: 32 MiB.</summary>
    public const int DataBytes = 32 * 1024 * 1024;

    /// <summary>Describes an endpoint.</summary>
    /// <param name="operation">A short name for logs, errors and metrics, for example <c>GetConnection</c>.</param>
    /// <param name="effect">What it does; decides retries and default timeouts.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="route">The route template for logs, for example <c>users/{user}/connections/{id}</c>; never filled in.</param>
    /// <exception cref="ArgumentException">A name is empty or the effect is not stated.</exception>
    public ProviderCall(string operation, CallEffect effect, HttpMethod method, string route)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(route);
        if (effect is <= CallEffect.Unspecified or > CallEffect.Delete)
            throw new ArgumentException($"{operation} must state its effect: it decides whether the call may be repeated.", nameof(effect));

        Operation = operation;
        Effect = effect;
        Method = method;
        Route = route;
        Rules = EffectRules.For(effect);
        MaxResponseBytes = effect is CallEffect.Mint or CallEffect.MintSingleUse ? AuthBytes : ConnectionBytes;
        AttemptTimeout = Rules.AttemptTimeout;
        TotalTimeout = Rules.TotalTimeout;
    }

    /// <summary>The short name for logs, errors and metrics.</summary>
    public string Operation { get; }

    /// <summary>What the call does at the provider.</summary>
    public CallEffect Effect { get; }

    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; }

    /// <summary>The route template, never filled in.</summary>
    public string Route { get; }

    /// <summary>The most the answer may weigh after decompression. Default: 64 KiB for tokens, 1 MiB otherwise.</summary>
    public int MaxResponseBytes { get; init; }

    /// <summary>How long one attempt may take. Default: by effect (10 s Read and Mint, 30 s Create, 90 s Submit, 60 s Refresh, 15 s Delete).</summary>
    public TimeSpan AttemptTimeout { get; init; }

    /// <summary>How long all attempts and waits together may take. Default: by effect.</summary>
    public TimeSpan TotalTimeout { get; init; }

    /// <summary>How often the call may be tried in all; more than its effect allows changes nothing. Default: by effect.</summary>
    public int MaxAttempts { get; init; } = int.MaxValue;

    /// <summary>
    /// True where every status with a JSON body is an answer to be read, not an error (Flinks says 202, 203 and 401 with a typed body).
    /// Such an answer is returned as it is and never causes a retry.
    /// </summary>
    public bool AnyStatusIsResult { get; init; }

    /// <summary>
    /// The member of the answer, at its top level, that holds questions and options of the bank. What was typed is taken out of the texts of an error, but
    /// not out of these: a user must be asked in the bank's own words, and answer in them. Null where an answer has none.
    /// </summary>
    public string? QuestionsMember { get; init; }

    internal EffectRules Rules { get; }

    /// <summary>The operation's name.</summary>
    /// <returns>The operation's name.</returns>
    public override string ToString() => Operation;
}
