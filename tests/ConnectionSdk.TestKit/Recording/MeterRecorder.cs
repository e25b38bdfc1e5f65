using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ConnectionSdk.TestKit;

/// <summary>
/// Keeps every measurement of one meter that was made by the test that made the recorder: tests running beside it are not heard.
/// </summary>
public sealed class MeterRecorder : IDisposable
{
    private readonly ConcurrentQueue<Measurement> _measurements = [];
    private readonly AsyncLocal<bool> _isThisTest = new();
    private readonly MeterListener _listener = new();

    public MeterRecorder(string meterName)
    {
        _isThisTest.Value = true;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>In the order they were made.</summary>
    public IReadOnlyList<Measurement> Measurements => [.. _measurements];

    /// <summary>All measurements with their tags, for searches.</summary>
    public string Text => string.Join('\n', _measurements);

    public IReadOnlyList<Measurement> Of(string instrument) => [.. _measurements.Where(measurement => measurement.Instrument == instrument)];

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_isThisTest.Value)
        {
            _measurements.Enqueue(new Measurement(instrument.Name, instrument.Unit, value, new Dictionary<string, object?>(tags.ToArray(), StringComparer.Ordinal)));
        }
    }
}
