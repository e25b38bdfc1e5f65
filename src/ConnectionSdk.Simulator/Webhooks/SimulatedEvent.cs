using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator;

/// <summary>Something a provider tells the application, as it stood when it happened.</summary>
/// <param name="Name">The provider's name of the event.</param>
/// <param name="Body">What is delivered, byte for byte.</param>
internal sealed record SimulatedEvent(string Name, ReadOnlyMemory<byte> Body)
{
    // Providers write letters as they are; whoever parses and writes the body again gets other bytes.
    private static readonly JsonWriterOptions AsProvidersWrite = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public SimulatedEvent(string name, JsonObject body)
        : this(name, Bytes(body))
    {
    }

    /// <summary>The token of the user concerned, for providers that show it instead of a signature.</summary>
    public string? UserToken { get; init; }

    private static ReadOnlyMemory<byte> Bytes(JsonObject body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, AsProvidersWrite))
        {
            body.WriteTo(writer);
        }

        return stream.ToArray();
    }
}
