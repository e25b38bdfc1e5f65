using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Conformance;

/// <summary>
/// Plays the world around an adapter: a simulated counterpart of its provider, the bank behind it and the user in front of it.
/// Write one for your adapter, derive a test class from <see cref="ProviderConformance"/>, and the suite does the rest.
/// </summary>
public interface IProviderDriver : IAsyncDisposable
{
    /// <summary>The clock that the counterpart, the adapter and the flow share. The suite moves it through <see cref="AdvanceAsync"/> only.</summary>
    TimeProvider Clock { get; }

    /// <summary>What this provider cannot show; the checks about it are skipped and say so. What the adapter claims to support may not be in it.</summary>
    IReadOnlySet<Feature> Lacks { get; }

    /// <summary>
    /// Values that must never show up in logs, exceptions, texts or stored sessions: keys, tokens, account numbers and what the user types,
    /// as handed out so far.
    /// </summary>
    IReadOnlyCollection<string> Secrets { get; }

    /// <summary>How many requests of the adapter the counterpart has received so far.</summary>
    int Requests { get; }

    /// <summary>
    /// How many of them were to change something or to make the bank act: submissions, creations, refreshes, removals. Reading does not count,
    /// nor does asking for a token or a link, whatever the HTTP method.
    /// </summary>
    int ChangingRequests { get; }

    /// <summary>How many of them were to remove a connection.</summary>
    int DeleteRequests { get; }

    /// <summary>
    /// How many codes, passwords and answers of a user the bank has received so far, typed in the application or on a page. What the provider has
    /// stored and shows the bank by itself does not count.
    /// </summary>
    int SubmissionsAtBank { get; }

    /// <summary>Whether the bank has locked any login.</summary>
    bool IsLockedAtBank { get; }

    /// <summary>A new instance of the adapter against the counterpart, as another process would make one: it shares nothing with earlier ones.</summary>
    /// <param name="loggers">Receives what the adapter logs.</param>
    ConnectionProvider CreateProvider(ILoggerFactory loggers);

    /// <summary>Makes a connection at the counterpart.</summary>
    /// <param name="situation">How it stands.</param>
    ConnectionRef AddConnection(Situation situation);

    /// <summary>
    /// The accounts of a connection as the application stored them while it worked, to be compared after a repair. Null, as here, has the flow read them,
    /// for providers that still show them when a connection is broken.
    /// </summary>
    /// <param name="connection">The connection.</param>
    IReadOnlyList<Account>? KnownAccountsOf(ConnectionRef connection) => null;

    /// <summary>Plays the user for what the session asks, and says what the application would pass on.</summary>
    /// <param name="session">The session; its action carries fields, link or token.</param>
    /// <param name="behaviour">What the user does.</param>
    /// <returns>The reply; null when the application hears nothing of it, as after an approval in the bank's app.</returns>
    Task<UserReply?> ActAsync(ReconnectSession session, Behaviour behaviour);

    /// <summary>Lets time pass: due timers fire, the counterpart moves on.</summary>
    /// <param name="time">How much.</param>
    Task AdvanceAsync(TimeSpan time);

    /// <summary>Lets time pass until a call has ended, in steps that leave its own time limits alone: the pauses between its attempts go by.</summary>
    /// <param name="call">A call of the adapter that may wait on the clock. Its failure is not reported here.</param>
    Task PassTimeUntilAsync(Task call);

    /// <summary>Something goes wrong between adapter and counterpart.</summary>
    /// <param name="trouble">What.</param>
    void Spoil(Trouble trouble);
}
