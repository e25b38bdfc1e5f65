using System.Security.Cryptography;
using System.Text;

namespace ConnectionSdk.Simulator;

/// <summary>What differs between the providers' webhooks: what is told when, how it is signed, and how often it is repeated.</summary>
internal abstract class WebhookSource
{
    /// <summary>The events there are.</summary>
    public abstract IReadOnlyList<string> Events { get; }

    /// <summary>How long after each failed attempt the next one comes; after the last one the delivery is given up.</summary>
    public abstract IReadOnlyList<TimeSpan> Repeats { get; }

    /// <summary>After how many deliveries given up in a row a subscription is paused; null for never.</summary>
    public virtual int? PausesAfter => null;

    /// <summary>Whether there are no deliveries without a signature.</summary>
    public virtual bool AlwaysSigns => false;

    /// <summary>Whether the provider counts this answer as a success.</summary>
    public virtual bool IsTaken(int status) => status is >= 200 and < 300;

    /// <summary>The headers of one attempt, apart from the content type.</summary>
    public abstract IEnumerable<KeyValuePair<string, string>> Headers(SimulatedEvent told, Uri url, string? secret, DateTimeOffset at);

    /// <summary>Remembers how everything is, so that only what changes from here on is told. The caller holds the simulator's lock.</summary>
    public abstract void Begin();

    /// <summary>What has happened since the last look. The caller holds the simulator's lock.</summary>
    public abstract IEnumerable<SimulatedEvent> Notice();

    /// <summary>When time alone changes something; what has gone by may be among it, and null. The caller holds the simulator's lock.</summary>
    public abstract IEnumerable<DateTimeOffset?> Changes();

    protected static byte[] Mac(string secret, string prefix, ReadOnlyMemory<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(prefix));
        hmac.AppendData(body.Span);
        return hmac.GetHashAndReset();
    }

    protected static string Hex(byte[] mac) => string.Concat(mac.Select(each => each.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
}
