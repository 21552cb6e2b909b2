using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline;

/// <summary>
/// Writes a body piece by piece, and gives a client up that takes none of it. Kestrel's own rate limit does not see such a one in
/// time: what the kernel's buffers took at once counts as time earned, minutes of it for a few megabytes.
/// </summary>
internal sealed class PieceWriter(IFeatureCollection features, TimeProvider time)
{
    /// <summary>The most bytes in one piece: 64 KB.</summary>
    public const int PieceBytes = 64 * 1024;

    /// <summary>How long a client may take for a piece. Default 20 s: 3 KB/s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PipeWriter _writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;

    /// <summary>Writes these bytes piece by piece, other connections taking their turns in between.</summary>
    public static async Task WriteAllAsync(IFeatureCollection features, IReadOnlyList<ReadOnlyMemory<byte>> parts, TimeProvider time)
    {
        var writer = new PieceWriter(features, time);
        foreach (var part in parts)
        {
            for (var written = 0; written < part.Length; written += PieceBytes)
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                var piece = part.Slice(written, Math.Min(PieceBytes, part.Length - written));
                if (!await writer.TryWriteAsync(piece, CancellationToken.None))
                    return;
            }
        }
    }

    /// <summary>Sends what was written so far, the head included.</summary>
    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellation) => _writer.FlushAsync(cancellation);

    /// <summary>Writes a piece; <see langword="false"/>: the client is gone, or was given up.</summary>
    public async ValueTask<bool> TryWriteAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        var write = _writer.WriteAsync(piece, cancellation);
        if (write.IsCompleted)
            return !(await write).IsCompleted;
        try
        {
            return !(await write.AsTask().WaitAsync(Patience, time, cancellation)).IsCompleted;
        }
        catch (TimeoutException)
        {
            features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
            return false;
        }
    }
}
