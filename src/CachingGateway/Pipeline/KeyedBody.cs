using System.Buffers;
using System.IO.Pipelines;
using CachingGateway.Keys;
using CachingGateway.Observability;

namespace CachingGateway.Pipeline;

/// <summary>A request body that takes part in the key.</summary>
/// <param name="Canonical">What is keyed, and what the origin is sent; <see langword="null"/>: it cannot be keyed.</param>
/// <param name="Reason">Why it cannot.</param>
internal readonly record struct KeyedBody(byte[]? Canonical, CacheReason Reason)
{
    /// <summary>Reads the body, at most 1 MB of it. Where it cannot be keyed, the request still has all of it to pass on.</summary>
    public static async Task<KeyedBody> ReadAsync(HttpRequest request, KeyBody kind, CancellationToken cancellation)
    {
        // Reading, and parsing a megabyte, is not for the thread that all connections' events come on.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (request.ContentLength > CanonicalJson.MaxBytes)
            return new KeyedBody(null, CacheReason.RequestBodyTooLarge);
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            if (result.Buffer.Length > CanonicalJson.MaxBytes)
            {
                PassOn(request, reader, result.Buffer);
                return new KeyedBody(null, CacheReason.RequestBodyTooLarge);
            }

            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var bytes = result.Buffer.ToArray();
            // Read to its end, so that the connection is free for the next request; whoever reads the body now has a copy.
            reader.AdvanceTo(result.Buffer.End);
            request.Body = new MemoryStream(bytes, writable: false);
            if (kind == KeyBody.Bytes)
                return new KeyedBody(bytes, CacheReason.None);
            return CanonicalJson.TryCanonicalize(bytes, out var canonical)
                ? new KeyedBody(canonical, CacheReason.None)
                : new KeyedBody(null, CacheReason.RequestBodyNotCanonical);
        }
    }

    // Nothing is consumed: whoever reads the request's body next begins with its first byte.
    private static void PassOn(HttpRequest request, PipeReader reader, in ReadOnlySequence<byte> buffer)
    {
        reader.AdvanceTo(buffer.Start);
        request.Body = reader.AsStream();
    }
}
