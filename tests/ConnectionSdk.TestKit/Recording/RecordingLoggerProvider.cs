using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.TestKit;

/// <summary>
/// Keeps every log entry of every level. Add it with <c>services.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(logs))</c>.
/// </summary>
public sealed class RecordingLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LogRecord> _records = [];
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyList<LogRecord> Records => [.. _records];

    /// <summary>All entries with all they carry, for searches.</summary>
    public string Text => string.Join('\n', _records);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // The records stay readable after the host is gone.
    }

    private static IReadOnlyList<KeyValuePair<string, object?>> ValuesOf(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> pairs ? [.. pairs] : [];

    private sealed class Logger(RecordingLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            owner._scopes.ForEachScope(
                static (scope, found) => found.Add(ValuesOf(scope) is { Count: > 0 } values ? string.Join(", ", values) : $"{scope}"),
                scopes);
            owner._records.Enqueue(new LogRecord(category, logLevel, eventId, formatter(state, exception), ValuesOf(state), exception, scopes));
        }
    }
}
