using System.Collections.Concurrent;

namespace ConnectionSdk;

/// <summary>The links and widget tokens this process has handed out. They are never stored with the session.</summary>
internal sealed class LaunchCache(TimeProvider time)
{
    private const int SweepAbove = 1_000;

    private readonly ConcurrentDictionary<ReconnectSessionId, (RequiredAction Action, string StateHash, DateTimeOffset Until)> _launches = new();

    public void Keep(ReconnectSession session, string stateHash)
    {
        if (session.Action.LacksLaunch)
        {
            return;
        }

        if (_launches.Count >= SweepAbove)
        {
            Sweep();
        }

        _launches[session.Id] = (session.Action, stateHash, session.Action.ExpiresAt ?? session.ExpiresAt);
    }

    /// <summary>The session with its link or token, if this process holds it, it still works, and the session still accepts who comes back with it.</summary>
    public ReconnectSession Attach(ReconnectSession session) =>
        session.Action.LacksLaunch
        && _launches.TryGetValue(session.Id, out var launch)
        && time.GetUtcNow() < launch.Until
        && launch.Action.Kind == session.Action.Kind
        && session.Memory.States.Exists(state => string.Equals(state.Hash, launch.StateHash, StringComparison.Ordinal))
            ? session with { Action = launch.Action }
            : session;

    public void Forget(ReconnectSessionId session) => _launches.TryRemove(session, out _);

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (id, launch) in _launches)
        {
            if (now >= launch.Until)
            {
                _launches.TryRemove(id, out _);
            }
        }
    }
}
