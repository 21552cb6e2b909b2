using System.Runtime.CompilerServices;

namespace CachingGateway.Fetching;

/// <summary>
/// A connection to an origin that does not keep the thread it is read on. Sockets complete on the thread that serves all
/// connections' events, and what follows runs there: good for an answer of a few kilobytes, but a large one whose bytes are
/// always there already would hold up everybody. After <see cref="BurstBytes"/> the reading goes on elsewhere.
/// </summary>
/// <param name="inner">The connection, or a body that is read from one.</param>
/// <param name="guard">Watches what goes over it, where it is a whole connection.</param>
internal sealed class FairStream(Stream inner, ResponseHeadGuard? guard = null) : Stream
{
    /// <summary>How much is read in a row: 256 KB, a fraction of a millisecond. Most answers are smaller and never change threads.</summary>
    public const int BurstBytes = 256 * 1024;

    private int _burst;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return Awaited(read, buffer);
        var count = read.Result;
        guard?.OnRead(buffer.Span[..count]);
        return IsBurst(count) ? Elsewhere(count) : new ValueTask<int>(count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        guard?.OnRead(buffer[..count]);
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        guard?.OnWrite(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        guard?.OnWrite(buffer);
        inner.Write(buffer);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> Awaited(ValueTask<int> read, Memory<byte> buffer)
    {
        var count = await read;
        guard?.OnRead(buffer.Span[..count]);
        // Where it had to wait for bytes, others had their turn.
        _burst = count;
        return count;
    }

    private async ValueTask<int> Elsewhere(int count)
    {
        _burst = 0;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return count;
    }

    private bool IsBurst(int count)
    {
        _burst += count;
        return _burst >= BurstBytes;
    }
}
