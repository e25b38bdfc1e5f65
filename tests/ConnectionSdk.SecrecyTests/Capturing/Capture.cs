using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using ConnectionSdk.Diagnostics;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.SecrecyTests.Capturing;

/// <summary>Everything that can be read outside the SDK while the secrets travel: what it logs, traces, measures, throws, returns and stores.</summary>
internal sealed class Capture : IDisposable
{
    private readonly ConcurrentBag<Emission> _kept = [];
    private readonly ActivityRecorder _sdk = new(ConnectionSdkDiagnostics.ActivitySourceName);
    private readonly ActivityListener _anySource;
    private readonly MeterRecorder _meters = new(ConnectionSdkDiagnostics.MeterName);
    private readonly MeterRecorder _httpMeters = new("System.Net.Http");
    private readonly AsyncLocal<bool> _isThisTest = new();
    private readonly HashSet<Exception> _thrown = new(ReferenceEqualityComparer.Instance);

    public Capture()
    {
        _isThisTest.Value = true;
        _anySource = new ActivityListener
        {
            // The counterpart and its user run in this process too: only what hangs below an activity of the SDK is the SDK's doing.
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (_isThisTest.Value && IsOfTheSdk(activity))
                {
                    KeepActivity(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_anySource);
        AppDomain.CurrentDomain.FirstChanceException += NoteThrown;
    }

    public RecordingLoggerProvider Logs { get; } = new();

    /// <summary>All that was captured, the running records included.</summary>
    public IReadOnlyList<Emission> All =>
    [
        .. Thrown().SelectMany(Of),
        .. _kept,
        .. Logs.Records.SelectMany(OfLog),
        new Emission("activities", "", _sdk.Text),
        new Emission("metrics", "", _meters.Text),
        new Emission("metrics", "", _httpMeters.Text),
    ];

    /// <summary>Keeps a whole text.</summary>
    public void Keep(string sink, string owner, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            _kept.Add(new Emission(sink, owner, text));
        }
    }

    /// <summary>Keeps all that can be read from an object.</summary>
    public void Keep(string sink, object? value)
    {
        foreach (var emission in ObjectText.Of(sink, value))
        {
            _kept.Add(emission);
        }
    }

    public void Keep(Exception thrown)
    {
        foreach (var emission in Of(thrown))
        {
            _kept.Add(emission);
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= NoteThrown;
        _anySource.Dispose();
        _sdk.Dispose();
        _meters.Dispose();
        _httpMeters.Dispose();
        Logs.Dispose();
    }

    private static IEnumerable<Emission> Of(Exception thrown)
    {
        yield return new Emission("exceptions", "", thrown.ToString());
        for (var each = thrown; each is not null; each = each.InnerException)
        {
            foreach (var emission in ObjectText.Of("exceptions", each.Data).Concat(ObjectText.Of("exceptions", each)))
            {
                yield return emission;
            }
        }
    }

    /// <summary>Exceptions that the SDK catches itself are read too: by debuggers, profilers and the host's own first-chance handlers.</summary>
    private void NoteThrown(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is not ConnectionSdkException || !_isThisTest.Value)
        {
            return;
        }

        lock (_thrown)
        {
            _thrown.Add(thrown.Exception);
        }
    }

    private Exception[] Thrown()
    {
        lock (_thrown)
        {
            return [.. _thrown];
        }
    }

    private static IEnumerable<Emission> OfLog(LogRecord record)
    {
        yield return new Emission("logs", "", record.ToString());
        foreach (var value in record.Values.Where(value => value.Value is not (null or string)))
        {
            foreach (var emission in ObjectText.Of("logs", value.Value))
            {
                yield return emission;
            }
        }

        if (record.Exception is not null)
        {
            foreach (var emission in ObjectText.Of("logs", record.Exception))
            {
                yield return emission;
            }
        }
    }

    private static bool IsOfTheSdk(Activity activity)
    {
        for (var each = activity; each is not null; each = each.Parent)
        {
            if (each.Source.Name == ConnectionSdkDiagnostics.ActivitySourceName)
            {
                return true;
            }
        }

        return false;
    }

    private void KeepActivity(Activity activity)
    {
        Keep("activities", "", $"{activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}");
        Keep("activities", activity.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal));
        foreach (var (key, value) in activity.Baggage)
        {
            Keep("activities", "", $"{key}={value}");
        }

        foreach (var happened in activity.Events)
        {
            Keep("activities", "", happened.Name);
            foreach (var (key, value) in happened.Tags)
            {
                Keep("activities", "", $"{key}={value}");
            }
        }
    }
}
