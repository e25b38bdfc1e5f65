using System.Buffers;

namespace ConnectionSdk.Providers;

/// <summary>What one attempt brought: the bytes of an answer in a pooled buffer, or a failure.</summary>
internal readonly struct Exchange
{
    /// <summary>What is larger is left to the garbage collector: a pool would keep a flood's buffers for ever, one of each size.</summary>
    private const int LargestPooled = 2 * 1024 * 1024;

    private readonly byte[]? _buffer;
    private readonly int _length;

    public Exchange(int statusCode, byte[]? buffer, int length, string? requestId, TimeSpan? retryAfter = null)
    {
        StatusCode = statusCode;
        _buffer = buffer;
        _length = length;
        RequestId = requestId;
        RetryAfter = retryAfter;
    }

    public Exchange(CallFailure failure)
    {
        Failure = failure;
        StatusCode = failure.StatusCode ?? 0;
    }

    public CallFailure? Failure { get; }

    public int StatusCode { get; }

    public string? RequestId { get; }

    public TimeSpan? RetryAfter { get; }

    /// <summary>The body without a byte order mark.</summary>
    public ReadOnlySpan<byte> Body
    {
        get
        {
            var body = _buffer.AsSpan(0, _length);
            return body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        }
    }

    /// <summary>Clears the body and gives its buffer back. Call once.</summary>
    public void Release() => Release(_buffer, _length);

    public static byte[] Rent(int size) =>
        size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);

    public static void Release(byte[]? buffer, int length)
    {
        if (buffer is null) return;
        buffer.AsSpan(0, length).Clear();
        if (buffer.Length <= LargestPooled) ArrayPool<byte>.Shared.Return(buffer);
    }
}
