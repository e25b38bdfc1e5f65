using System.Text;

namespace ConnectionSdk;

/// <summary>A session as a store keeps it: a few columns to find it by, and the rest as JSON.</summary>
/// <param name="Id">The id; the key.</param>
/// <param name="Connection">The connection; at most one unfinished session for each.</param>
/// <param name="Version">Compared on every write.</param>
/// <param name="IsFinished">Whether the session is over.</param>
/// <param name="ExpiresAt">When the session ends at the latest. A day later it may be removed.</param>
/// <param name="Json">The session, as written by <see cref="ReconnectSession.ToJson"/>. Keep it as text: the order of its members matters.</param>
public sealed record StoredReconnectSession(
    ReconnectSessionId Id,
    ConnectionRef Connection,
    long Version,
    bool IsFinished,
    DateTimeOffset ExpiresAt,
    string Json)
{
    /// <summary>The stored form of a session.</summary>
    /// <param name="session">The session.</param>
    public static StoredReconnectSession From(ReconnectSession session) => new(
        session.Id, session.Connection, session.Version, session.IsFinished, session.ExpiresAt, session.ToJson());

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ***, Connection = ").Append(Connection).Append(", Version = ").Append(Version).Append(", IsFinished = ").Append(IsFinished);
        return true;
    }
}
