using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace ConnectionSdk.TestKit;

/// <summary>
/// Keeps every finished activity of one source that was started by the test that made the recorder: tests running beside it are not heard.
/// </summary>
public sealed class ActivityRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _activities = [];
    private readonly AsyncLocal<bool> _isThisTest = new();
    private readonly ActivityListener _listener;

    public ActivityRecorder(string sourceName)
    {
        _isThisTest.Value = true;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == sourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (_isThisTest.Value)
                {
                    _activities.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>In the order they ended.</summary>
    public IReadOnlyList<Activity> Activities => [.. _activities];

    /// <summary>All activities with names, status, tags, baggage and events, for searches.</summary>
    public string Text => string.Join('\n', _activities.Select(Describe));

    public void Dispose() => _listener.Dispose();

    private static string Describe(Activity activity)
    {
        var text = new StringBuilder($"{activity.OperationName} | {activity.DisplayName} | {activity.Status} {activity.StatusDescription}");
        Append("tag", activity.TagObjects);
        Append("baggage", activity.Baggage);
        foreach (var happening in activity.Events)
        {
            text.Append("\n  event ").Append(happening.Name);
            Append("  tag", happening.Tags);
        }

        return text.ToString();

        void Append<T>(string kind, IEnumerable<KeyValuePair<string, T>> pairs)
        {
            foreach (var (name, value) in pairs)
            {
                text.Append("\n  ").Append(kind).Append(' ').Append(name).Append(" = ").Append(value);
            }
        }
    }
}
