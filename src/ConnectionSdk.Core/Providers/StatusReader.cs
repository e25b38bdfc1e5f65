using System.Collections.Concurrent;
using ConnectionSdk.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Providers;

/// <summary>
/// Looks provider codes up for one registration, counts those without a row, and warns once about each new one.
/// </summary>
public sealed class StatusReader
{
    private const int MaxRemembered = 256;

    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);
    private readonly ProviderId _provider;
    private readonly ILogger _logger;

    /// <summary>A reader of a map.</summary>
    /// <param name="provider">The registration, for the metric.</param>
    /// <param name="map">The map.</param>
    /// <param name="logger">Receives one warning for each new unknown code.</param>
    public StatusReader(ProviderId provider, StatusMap map, ILogger logger)
    {
        _provider = provider;
        Map = map;
        _logger = logger;
    }

    /// <summary>The map that is read.</summary>
    public StatusMap Map { get; }

    /// <summary>The row of a code; allocates nothing when the code is known.</summary>
    /// <param name="code">The provider's code; null and empty stand for its absence.</param>
    /// <param name="recognised">Whether the code has a row of its own.</param>
    public StatusRow Find(string? code, out bool recognised)
    {
        var row = Map.Find(code, out recognised);
        if (!recognised)
        {
            Report(code ?? "");
        }

        return row;
    }

    private void Report(string code)
    {
        SdkInstruments.UnmappedStatus.Add(1, new KeyValuePair<string, object?>(ConnectionSdkDiagnostics.ProviderTag, _provider.Name));
        if (_warned.Count < MaxRemembered && _warned.TryAdd(code, true))
        {
            StatusLog.UnmappedCode(_logger, _provider.ToString(), CleanText.Of(code) ?? "");
        }
    }
}
