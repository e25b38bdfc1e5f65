using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ConnectionSdk.Diagnostics;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Conformance;

/// <summary>One "process" over the driver's world: client, flow, and everything it writes down. Several may share one store.</summary>
internal sealed class Stage : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ActivityListener _activities;

    public Stage(IProviderDriver driver, IReconnectSessionStore? store = null)
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ConnectionSdkDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _lines.Enqueue(Describe(activity)),
        };
        ActivitySource.AddActivityListener(_activities);
        Store = store ?? new InMemoryReconnectSessionStore(driver.Clock);
        Provider = driver.CreateProvider(this);
        var providers = new ConnectionProviders([Provider]);
        var revocations = new InMemoryRevocationStore();
        Client = new ConnectionClient(providers, revocations, driver.Clock);
        Flow = new ReconnectFlow(providers, Store, revocations, timeProvider: driver.Clock, logger: this.CreateLogger<ReconnectFlow>());
    }

    public ConnectionProvider Provider { get; }

    public IReconnectSessionStore Store { get; }

    public ConnectionClient Client { get; }

    public ReconnectFlow Flow { get; }

    /// <summary>Every log line with its values and exception, and every activity with its tags.</summary>
    public string Written => string.Join('\n', _lines);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
        _activities.Dispose();
        (Provider as IDisposable)?.Dispose();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue($"scope {state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        var line = new StringBuilder(formatter(state, exception));
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach (var (key, value) in values)
            {
                line.Append(CultureInfo.InvariantCulture, $" {key}={value}");
            }
        }

        _lines.Enqueue(line.Append(' ').Append(exception).ToString());
    }

    private static string Describe(Activity activity)
    {
        var line = new StringBuilder(activity.DisplayName).Append(' ').Append(activity.StatusDescription);
        foreach (var (key, value) in activity.TagObjects.Concat(activity.Events.SelectMany(happened => happened.Tags)).Concat(activity.Baggage.Select(
            static pair => new KeyValuePair<string, object?>(pair.Key, pair.Value))))
        {
            line.Append(CultureInfo.InvariantCulture, $" {key}={value}");
        }

        return line.ToString();
    }
}
