using System.IO.Pipelines;
using CachingGateway.Entries;
using CachingGateway.Http;
using CachingGateway.Observability;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Fetching;

/// <summary>
/// The response side of a fill's own request: what YARP takes for a client's connection. The head goes to the fill's judge, the
/// body into its <see cref="FillBody"/>.
/// </summary>
internal sealed class FillExchange(Fill fill, OriginCall call, FillJudge judge, Action<Fill, FillHead> onHead, FillMemory memory)
    : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature, IHttpRequestLifetimeFeature, IOriginExchange
{
    private long? _contentLength;
    private PipeWriter? _writer;
    private PrivateBody? _handedOver;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    /// <summary>Whether the connection was given up, by YARP or by the fill.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>What the fill's head became; <see langword="null"/> until it is known.</summary>
    public FillHead? Head { get; private set; }

    /// <summary>Whether the body is being kept for the store.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Whether the origin's 304 speaks of another response than the one it was asked about (RFC 9111 §4.3.4).</summary>
    public bool IsOfAnother { get; private set; }

    /// <summary>How many bytes it took of the memory for bodies under way; to be given back.</summary>
    public long BytesTaken { get; private set; }

    public CancellationToken RequestAborted { get; set; } = fill.Cancellation;

    public Stream Stream => field ??= new BodyStream(this);

    public PipeWriter Writer => _writer ??= PipeWriter.Create(Stream);

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException("The body of a fill has one destination.");
    }

    public ValueTask OnAnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        fill.Receive();
        var validated = StatusCode == StatusCodes.Status304NotModified ? fill.Validated : null;
        IsOfAnother = validated is not null && Revalidation.IsOfAnother(validated, Headers);
        if (IsOfAnother)
            return ValueTask.CompletedTask;
        // RFC 9110 §6.6.1: an answer without a date is of the moment of its receipt.
        if (Headers.Date.Count == 0)
            Headers.Date = HttpDates.Format(fill.ReceivedAt.Date);
        if (validated is not null)
            (StatusCode, ReasonPhrase, Headers) = (validated.Status, null, Revalidation.Update(validated, Headers, fill.Request.Route));
        var fields = EndToEnd(Headers);
        HasStarted = true;
        _contentLength = validated?.Body.Length ?? Headers.ContentLength;
        var head = new OriginAnswer(StatusCode, ReasonPhrase, fields, _contentLength);
        fill.Progress();
        Head = judge.Judge(fill, head, Headers, validated);
        // A 304 has no body to hand over: what is told is the stored one.
        if (validated is null && Head is FillHead.Private own && AnswerBody.IsPlain(context, answer))
            Head = own with { Body = _handedOver = new PrivateBody(fill, answer) };
        IsKept = Head is FillHead.Shared;
        onHead(fill, Head);
        fill.Decide(Head);
        if (validated is not null)
            return WriteAsync(validated.Body, CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    public OriginCall Call => call;

    public bool TakesBody => _handedOver is not null;

    // The client who caused the fill reads it.
    public async ValueTask PassBodyOnAsync(HttpContext context, HttpResponseMessage answer, TimeSpan patience) =>
        IsAborted |= !await _handedOver!.WhenPassedOnAsync();

    public void Abort()
    {
        IsAborted = true;
        fill.Cancel();
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CompleteAsync() => Task.CompletedTask;

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A fill's answer comes from its origin.");

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }

    private static HeaderField[] EndToEnd(IHeaderDictionary headers)
    {
        var fields = new List<HeaderField>(headers.Count);
        foreach (var (name, value) in headers)
        {
            // A client's connection would not take such a field, from the fill or from the store: it is the origin's fault, a 502.
            if (value.Any(FieldText.HasControls))
                throw new HttpRequestException($"The origin sent a control character in the field {name} (RFC 9110 §5.5).");
            if (!OriginFields.AreReplaced(name))
                fields.Add(new HeaderField(CommonNames.Interned(name), value));
        }

        return [.. fields];
    }

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        // What stands in for it is what clients get.
        if (Head is FillHead.Failed)
            return ValueTask.CompletedTask;
        fill.Progress();
        if (IsKept && !TryKeep(bytes.Length, out var reason))
        {
            // Too large to store, which nobody could know before: it streams on to those who have begun to read it.
            IsKept = false;
            memory.Give(BytesTaken);
            BytesTaken = 0;
            fill.Body.StopKeeping();
            onHead(fill, new FillHead.Private(((FillHead.Shared)Head!).Answer, reason));
        }

        var write = fill.Body.WriteAsync(bytes, _contentLength, cancellation);
        return write.IsCompletedSuccessfully ? write : WaitForReadersAsync(write);
    }

    // The origin has done its part: how long its readers take is not counted against it.
    private async ValueTask WaitForReadersAsync(ValueTask write)
    {
        fill.Rest();
        await write;
        fill.Progress();
    }

    private bool TryKeep(int bytes, out CacheReason reason)
    {
        reason = fill.Body.Length + bytes > fill.Request.Route.BodyMaxBytes ? CacheReason.BodyTooLarge
            : memory.TryTake(bytes) ? CacheReason.None
            : CacheReason.StoreLimit;
        if (reason == CacheReason.None)
            BytesTaken += bytes;
        return reason == CacheReason.None;
    }

    private sealed class BodyStream(FillExchange exchange) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            exchange.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            exchange.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
