namespace ConnectionSdk;

/// <summary>A first connection was not made: the user cancelled, or came back with an error or a foreign state.</summary>
public sealed class ConnectNotCompletedException : ConnectionSdkException
{
    /// <summary>Says why.</summary>
    /// <param name="reason">The reason in the vocabulary of connections.</param>
    /// <param name="message">What happened and what to do next.</param>
    /// <param name="providerCode">The provider's code as received; null when it sent none.</param>
    public ConnectNotCompletedException(StatusReason reason, string message, string? providerCode = null)
        : base(message)
    {
        Reason = reason;
        ProviderCode = providerCode;
    }

    /// <summary>The reason, for example <see cref="StatusReason.UserAbandoned"/>.</summary>
    public StatusReason Reason { get; }

    /// <summary>The provider's code as received; null when it sent none.</summary>
    public string? ProviderCode { get; }
}
