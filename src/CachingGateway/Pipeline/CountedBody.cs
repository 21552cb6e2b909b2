using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline;

/// <summary>The body of an answer whose length nobody announced, on its way to a client: what is written to it is counted.</summary>
/// <param name="inner">The client's connection.</param>
/// <param name="record">Counts.</param>
/// <param name="timeout">How long the origin may take between two pieces; <see langword="null"/>: that is somebody else's to watch.</param>
internal sealed class CountedBody(IHttpResponseBodyFeature inner, RequestRecord record, HeadTimeout? timeout) : Stream, IHttpResponseBodyFeature
{
    /// <summary>Counts what is written to this client from now on, unless the answer's head says how much that will be.</summary>
    public static void CountUnannounced(HttpContext context, HeadTimeout? timeout = null)
    {
        if (context.Response.ContentLength is not null || RequestRecord.Of(context) is not { } record)
            return;
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new CountedBody(inner, record, timeout));
        timeout?.Begin();
    }

    public Stream Stream => this;

    public PipeWriter Writer => inner.Writer;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        record.UnannouncedBytes += buffer.Length;
        var write = inner.Stream.WriteAsync(buffer, cancellationToken);
        if (timeout is null || write.IsCompletedSuccessfully)
        {
            timeout?.Begin();
            return write;
        }

        return WaitForClientAsync(write, timeout);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.Stream.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    // The origin has done its part: how long the client takes is not counted against it.
    private static async ValueTask WaitForClientAsync(ValueTask write, HeadTimeout timeout)
    {
        timeout.Stop();
        await write;
        timeout.Begin();
    }
}
