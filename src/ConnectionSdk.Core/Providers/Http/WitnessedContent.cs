using System.Net;

namespace ConnectionSdk.Providers;

/// <summary>Request content that remembers whether anyone ever began to send it: the second witness for "provably not sent".</summary>
internal sealed class WitnessedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private int _opened;

    public WitnessedContent(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        if (!bytes.IsEmpty) Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    public bool WasOpened => Volatile.Read(ref _opened) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _opened, 1);
        return stream.WriteAsync(_bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
