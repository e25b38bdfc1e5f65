namespace ConnectionSdk.Providers;

/// <summary>One logical call on its way: what is sent, and how often and how long it has been tried.</summary>
internal sealed class ProviderCallState(ProviderCall call, CallCredential? credential, IReadOnlyList<KeyValuePair<string, string>>? headers, bool expectsBody)
{
    public ProviderCall Call { get; } = call;

    public CallCredential? Credential { get; } = credential;

    public IReadOnlyList<KeyValuePair<string, string>>? Headers { get; } = headers;

    public bool ExpectsBody { get; } = expectsBody;

    public required Uri Address { get; init; }

    public required long Started { get; init; }

    public required CancellationToken Caller { get; init; }

    /// <summary>The request's body; null where content of zero length is sent.</summary>
    public BodyBuffer? Body { get; init; }

    public int Attempts { get; set; }

    public bool Replayed { get; set; }

    public bool NotJsonSeen { get; set; }

    public int TokensSpent { get; set; }

    public TimeSpan NextDelay { get; set; }
}
