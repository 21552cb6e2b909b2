using CachingGateway.Invalidation.Events;

namespace CachingGateway.Pipeline;

/// <summary>Reads the beginning of a body and leaves all of it for whoever reads it next.</summary>
internal static class PeekedBody
{
    /// <summary>The whole body of a request; empty where it is larger than rules look at.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> OfAsync(HttpRequest request)
    {
        if (request.ContentLength > WriteInvalidations.MaxBodyBytes)
            return default;
        var body = request.Body;
        var (start, isWhole) = await ReadAsync(body, request.HttpContext.RequestAborted);
        request.Body = isWhole ? new MemoryStream(start, writable: false) : new ResumedStream(start, body);
        return isWhole ? start : default;
    }

    /// <summary>The whole body of an answer; empty where it is larger than rules look at, or encoded.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> OfAsync(HttpResponseMessage answer)
    {
        var content = answer.Content;
        if (content.Headers.ContentLength > WriteInvalidations.MaxBodyBytes || content.Headers.ContentEncoding.Count > 0)
            return default;
        var body = await content.ReadAsStreamAsync();
        var (start, isWhole) = await ReadAsync(body, CancellationToken.None);
        HttpContent again = isWhole ? new ByteArrayContent(start) : new StreamContent(new ResumedStream(start, body));
        foreach (var (name, values) in content.Headers.NonValidated)
            again.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        answer.Content = again;
        return isWhole ? start : default;
    }

    private static async ValueTask<(byte[] Start, bool IsWhole)> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = new byte[WriteInvalidations.MaxBodyBytes + 1];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return (buffer[..read], read < buffer.Length);
    }

    /// <summary>What was read already, and then the rest.</summary>
    private sealed class ResumedStream(byte[] start, Stream rest) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_at == start.Length)
                return rest.ReadAsync(buffer, cancellationToken);
            var count = Math.Min(buffer.Length, start.Length - _at);
            start.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return ValueTask.FromResult(count);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
