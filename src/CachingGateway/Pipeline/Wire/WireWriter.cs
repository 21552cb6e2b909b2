using System.IO.Pipelines;
using CachingGateway.Http;

namespace CachingGateway.Pipeline.Wire;

/// <summary>What the server writes to a connection, and between its answers those that were given before it.</summary>
/// <remarks>
/// The server may complete its output from another thread (it stops, a time is over) while an answer is being copied here; the memory would
/// then be another connection's. So the two exclude each other.
/// </remarks>
internal sealed class WireWriter(PipeWriter inner) : PipeWriter
{
    private readonly Lock _gate = new();
    private bool _isComplete;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>Writes an answer, unless the output is complete.</summary>
    public bool TryWrite(byte[] head, byte[] body, out ValueTask<FlushResult> flush)
    {
        flush = default;
        lock (_gate)
        {
            if (_isComplete)
                return false;
            Write(head, body);
            flush = inner.FlushAsync();
        }

        return true;
    }

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(source, cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        lock (_gate)
        {
            _isComplete = true;
            inner.Complete(exception);
        }
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        Complete(exception);
        return ValueTask.CompletedTask;
    }

    private void Write(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        // Head and body in one piece of memory are one part for the kernel.
        var memory = BodyBlocks.Next(inner, (long)head.Length + body.Length).Span;
        var first = Math.Min(body.Length, memory.Length - head.Length);
        head.CopyTo(memory);
        body[..first].CopyTo(memory[head.Length..]);
        inner.Advance(head.Length + first);
        BodyBlocks.Write(inner, body[first..]);
    }
}
