namespace ConnectionSdk.Quickstart.Screens;

/// <summary>Where the sample prints: a terminal, or a file or pipe.</summary>
internal abstract class Screen
{
    /// <summary>Whether a person can be asked.</summary>
    public abstract bool CanAsk { get; }

    /// <summary>How long a frame of a live display lasts in real time.</summary>
    public abstract TimeSpan Frame { get; }

    public static Screen OfThisProcess() =>
        Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb"
            ? new PlainScreen(Console.Out)
            : new TerminalScreen(canAsk: !Console.IsInputRedirected);

    /// <summary>Begins a part of the output.</summary>
    public abstract void Heading(string text);

    public abstract void Line(string text, Tone tone = Tone.Plain);

    public abstract void Table(IReadOnlyList<string> columns, IReadOnlyList<Row> rows);

    /// <summary>Does something for each item, showing how far it has come.</summary>
    public abstract Task<IReadOnlyList<TResult>> EachAsync<TItem, TResult>(
        string what, IReadOnlyList<TItem> items, Func<TItem, Task<TResult>> work);

    /// <summary>Shows that something is waited for; the work reports what to show.</summary>
    public abstract Task<T> WaitAsync<T>(string what, Func<IWaiting, Task<T>> work);

    /// <summary>Asks for a text; an empty one means the person gives up.</summary>
    public abstract Task<string> AskAsync(string question, bool secret, CancellationToken cancellationToken);

    public abstract Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken);
}
