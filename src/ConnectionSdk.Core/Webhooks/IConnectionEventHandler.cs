namespace ConnectionSdk;

/// <summary>
/// Receives what providers report. Register any number with the host's services, in any lifetime: each delivery has a scope of its own. All are called,
/// one after the other. When one throws, the provider sends the delivery again and all are called again, so handling an event twice must do no harm.
/// </summary>
public interface IConnectionEventHandler
{
    /// <summary>Deals with an event. Providers wait a few seconds for an answer: hand long work to a queue.</summary>
    /// <param name="connectionEvent">What happened.</param>
    /// <param name="cancellationToken">The caller no longer waits.</param>
    ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken);
}
