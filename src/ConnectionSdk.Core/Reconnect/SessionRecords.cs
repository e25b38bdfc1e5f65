using ConnectionSdk.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk;

/// <summary>The stored sessions: read, and replaced under the next version. An end is reported once, when it is stored.</summary>
internal sealed class SessionRecords(IReconnectSessionStore store, TimeProvider time, ILogger logger)
{
    public async ValueTask<ReconnectSession> LoadAsync(ReconnectSessionId id, CancellationToken cancellationToken)
    {
        var stored = await store.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new ReconnectSessionNotFoundException(id);
        return ReconnectSession.FromJson(stored.Json);
    }

    public async ValueTask<ReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        await store.FindLatestAsync(connection, cancellationToken).ConfigureAwait(false) is { } stored
            ? ReconnectSession.FromJson(stored.Json)
            : null;

    /// <summary>Stores the first version; false when another session of the connection is open.</summary>
    public async ValueTask<bool> TryAddAsync(ReconnectSession session, CancellationToken cancellationToken)
    {
        if (!await store.TryAddAsync(StoredReconnectSession.From(session), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        ReconnectLog.Started(logger, session.Connection.Provider.Name);
        ReportEnd(session);
        return true;
    }

    /// <summary>Replaces a session by its next version; null when the stored version is not the expected one.</summary>
    public async ValueTask<ReconnectSession?> TryReplaceAsync(ReconnectSession next, long expectedVersion, CancellationToken cancellationToken)
    {
        next = next with { Version = expectedVersion + 1 };
        if (!await store.TryReplaceAsync(StoredReconnectSession.From(next), expectedVersion, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        ReportEnd(next);
        return next;
    }

    private void ReportEnd(ReconnectSession session)
    {
        if (!session.IsFinished)
        {
            return;
        }

        ReconnectLog.Ended(logger, session.Connection.Provider.Name, session.Outcome);
        var provider = new KeyValuePair<string, object?>(ConnectionSdkDiagnostics.ProviderTag, session.Connection.Provider.Name);
        var outcome = new KeyValuePair<string, object?>(ConnectionSdkDiagnostics.OutcomeTag, session.Outcome.ToString());
        SdkInstruments.ReconnectOutcomes.Add(1, provider, outcome);
        SdkInstruments.ReconnectDuration.Record((time.GetUtcNow() - session.StartedAt).TotalSeconds, provider, outcome);
    }
}
