using System.Buffers;
using System.IO.Pipelines;
using CachingGateway.Freshness;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline.Wire;

/// <summary>
/// A client's connection, between the socket and the server. Where a request begins, and only there, it looks whether the head is
/// known; what it does not answer the server reads as it came.
/// </summary>
/// <remarks>
/// Where requests begin is known at the start of the connection, and from the request on that <see cref="HitPath"/> has answered: such a
/// one has no body and changes no protocol. All that follows any other request is the server's, until the next of those.
/// </remarks>
internal sealed class WireConnection : IDuplexPipe
{
    private readonly WireHits _hits;
    private readonly ConnectionContext _connection;
    private readonly long _unseenTime;
    private readonly WireReader _input;
    private readonly WireWriter _output;
    private bool _isAtRequest = true;
    private long _serverLooksAt;
    private byte[]? _passedHead;
    private ulong _passedHash;

    /// <param name="hits">Answers.</param>
    /// <param name="connection">With the pipes of its socket.</param>
    /// <param name="keepAlive">
    /// For how long the server lets a connection be without a request. It sees one in a quarter of that, whatever is known, or it would
    /// close a connection that is in use.
    /// </param>
    public WireConnection(WireHits hits, ConnectionContext connection, TimeSpan keepAlive)
    {
        (_hits, _connection) = (hits, connection);
        _unseenTime = (long)(Math.Min(keepAlive.TotalSeconds / 4, 30) * hits.Time.TimestampFrequency);
        _output = new WireWriter(connection.Transport.Output);
        _input = new WireReader(this, connection.Transport.Input);
        _serverLooksAt = hits.Time.GetTimestamp() + _unseenTime;
    }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary>Whether the next byte to come is a request's first.</summary>
    public bool IsAtRequest => _isAtRequest;

    /// <summary>Notes that the request was a plain one and that the next begins where its head ends; remembers the head.</summary>
    public void NotePlain(IHttpRequestFeature request, RequestPlan plan)
    {
        var (head, hash) = (_passedHead, _passedHash);
        _passedHead = null;
        // Of others the next bytes may be something else: frames, or nothing.
        if (!HttpProtocol.IsHttp11(request.Protocol) || (request.Headers.Connection.Count > 0 && !IsKeepAlive(request)))
            return;
        _isAtRequest = true;
        if (head is not null && HttpMethods.IsGet(request.Method) && !Conditional.IsAsked(request.Headers))
            _hits.Learn(hash, head, plan, request);
    }

    /// <summary>Answers the request that the buffer begins with, if it is known.</summary>
    /// <param name="buffer">What has come.</param>
    /// <param name="length">How long its head is.</param>
    /// <param name="flush">Ends when the client has taken the answer, or has gone.</param>
    public bool TryAnswer(in ReadOnlySequence<byte> buffer, out int length, out ValueTask<FlushResult> flush)
    {
        flush = default;
        var received = buffer.FirstSpan;
        length = KnownHeads.LengthOf(received);
        if (length == 0)
            return false;
        var head = received[..length];
        var hash = _hits.Heads.HashOf(head);
        if (_hits.Heads.Find(head, hash) is not { } known)
        {
            KeepIfItCameBefore(head, hash);
            return false;
        }

        if (!_hits.TryFind(known, _serverLooksAt, out var answer) || !_output.TryWrite(answer.Head, answer.Entry.Body, out flush))
            return false;
        _hits.Count(answer);
        return true;
    }

    /// <summary>Ends when the client has taken what was written. One that does not is given up.</summary>
    public async ValueTask DrainedAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            await flush.AsTask().WaitAsync(PieceWriter.Patience, _hits.Time);
        }
        catch (TimeoutException)
        {
            _connection.Abort(new ConnectionAbortedException("The client does not read."));
        }
    }

    /// <summary>The server gets what has come. What it makes of it is seen when it has read that.</summary>
    public void Pass()
    {
        _isAtRequest = false;
        _serverLooksAt = _hits.Time.GetTimestamp() + _unseenTime;
    }

    /// <summary>The server has read so many bytes of what it got.</summary>
    public void NoteRead(long bytes)
    {
        // Where it sees the end of the head elsewhere, the bytes mean something else than they seem to.
        if (_passedHead is { } head && bytes != head.Length)
            _passedHead = null;
    }

    /// <summary>The server reads on: what comes now is not about the head that it had.</summary>
    public void Forget() => _passedHead = null;

    private void KeepIfItCameBefore(ReadOnlySpan<byte> head, ulong hash)
    {
        if (_hits.Heads.CameBefore(hash))
            (_passedHead, _passedHash) = (head.ToArray(), hash);
    }

    private static bool IsKeepAlive(IHttpRequestFeature request) =>
        request.Headers.Connection is [var option] && string.Equals(option, "keep-alive", StringComparison.OrdinalIgnoreCase);
}
