using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ConnectionSdk.AspNetCore;

/// <summary>Reads a body up to a limit and not a byte further.</summary>
internal static class RequestBody
{
    private const int FirstBlock = 16 * 1024;

    /// <summary>The body, or null when it is larger than allowed. What was read on the way is overwritten where it may be secret.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The largest body that is taken.</param>
    /// <param name="isSecret">Whether to overwrite the blocks that were outgrown.</param>
    /// <param name="cancellationToken">The caller no longer waits.</param>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int maxBytes, bool isSecret, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return Stop(request);
        }

        // The server's own limit would cut off what this one allows; one byte more than allowed is enough to tell.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = (long)maxBytes + 1;
        }

        var block = new byte[Math.Min(request.ContentLength ?? FirstBlock, FirstBlock) + 1];
        var length = 0;
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(block.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    Clear();
                    return Stop(request);
                }

                if (length == block.Length)
                {
                    var larger = new byte[(int)Math.Min((long)block.Length * 2, (long)maxBytes + 1)];
                    block.AsSpan(0, length).CopyTo(larger);
                    Clear();
                    block = larger;
                }
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            Clear();
            return Stop(request);
        }
        catch
        {
            Clear();
            throw;
        }

        return block.AsMemory(0, length);

        void Clear()
        {
            if (isSecret)
            {
                CryptographicOperations.ZeroMemory(block);
            }
        }
    }

    /// <summary>Overwrites a body that was read here.</summary>
    public static void Clear(ReadOnlyMemory<byte> body)
    {
        if (MemoryMarshal.TryGetArray(body, out var block))
        {
            CryptographicOperations.ZeroMemory(block);
        }
    }

    /// <summary>The rest is not read, so nothing else can come over this connection.</summary>
    private static ReadOnlyMemory<byte>? Stop(HttpRequest request)
    {
        if (HttpProtocol.IsHttp11(request.Protocol))
        {
            request.HttpContext.Response.Headers.Connection = "close";
        }

        return null;
    }
}
