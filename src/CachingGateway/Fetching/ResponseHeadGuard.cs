using System.Buffers;
using System.Buffers.Text;

namespace CachingGateway.Fetching;

/// <summary>
/// Watches one HTTP/1 connection to an origin for heads that two readers would split differently: a line feed without a carriage
/// return before it, a carriage return without a line feed behind it, a NUL (RFC 9112 §2.2, RFC 9110 §5.5), or two different lengths
/// (RFC 9112 §6.3). HttpClient takes a bare line feed for the end of a line, so an origin that echoes one could be made to write fields
/// of a client's choice; and of two lengths it takes one.
/// </summary>
/// <remarks>
/// To know where heads begin it follows the framing both ways (RFC 9112 §6.3): each request that begins announces an answer, and
/// each body is skipped by its length. What a client uploads is never taken for a request, or it could blind the guard. After an
/// upgrade, and with HTTP/2, it stops watching. It never objects to a byte of a body.
/// </remarks>
internal sealed class ResponseHeadGuard
{
    /// <summary>Longer heads are not collected; HttpClient refuses them by itself.</summary>
    private const int MaxHeadBytes = 128 * 1024;

    private static readonly SearchValues<byte> LineBytes = SearchValues.Create("\r\n\0"u8);

    private readonly ArrayBufferWriter<byte> _head = new(512);
    private readonly RequestFraming _requests = new();
    private State _state = State.Idle;
    private bool _isHeadRequest;
    private bool _isConnect;
    private bool _afterReturn;
    private long _bodyLeft;

    private enum State
    {
        /// <summary>No answer is outstanding.</summary>
        Idle,

        /// <summary>In, or before, the head of an answer.</summary>
        Head,

        /// <summary>In a body, or a chunk with its line end, of which so much is left.</summary>
        Body,
        Chunk,

        /// <summary>In the line that gives a chunk's size.</summary>
        ChunkSize,

        /// <summary>In the trailers behind the last chunk, which are lines of a head too.</summary>
        Trailers,

        /// <summary>In a body whose end cannot be known: nothing more is a head until the next request.</summary>
        Unknown,

        /// <summary>What goes over the connection is no longer HTTP/1.</summary>
        Off,
    }

    /// <summary>Bytes on their way to the origin.</summary>
    public void OnWrite(ReadOnlySpan<byte> bytes)
    {
        if (_state is State.Off || !_requests.Begins(bytes))
            return;
        var method = bytes[..Math.Max(0, bytes.IndexOf((byte)' '))];
        (_isHeadRequest, _isConnect) = (method.SequenceEqual("HEAD"u8), method.SequenceEqual("CONNECT"u8));
        // HttpClient begins a request when it has read the last answer whole, whatever was made of that one's length here.
        _head.ResetWrittenCount();
        _afterReturn = false;
        _state = bytes.StartsWith("PRI * HTTP/2"u8) ? State.Off : State.Head;
    }

    /// <summary>Bytes that came from the origin.</summary>
    /// <exception cref="IOException">They hold a head that can be split in two ways.</exception>
    public void OnRead(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            switch (_state)
            {
                case State.Idle or State.Unknown or State.Off:
                    return;
                case State.Body or State.Chunk:
                    Skip(ref bytes);
                    break;
                case State.Head when _head.WrittenCount == 0 && IsWholeHead(bytes, out var length):
                    EndHead(bytes[..length]);
                    bytes = bytes[length..];
                    break;
                default:
                    Line(ref bytes);
                    break;
            }
        }
    }

    /// <summary>Whether a head lies here whole and as it should be, which is the usual case; any other goes line by line.</summary>
    private static bool IsWholeHead(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        while (bytes[length..].IndexOfAny(LineBytes) is >= 0 and var at)
        {
            var line = bytes[length..];
            if (!line[at..].StartsWith("\r\n"u8))
                return false;
            length += at + 2;
            if (at == 0)
                return length > 2;
        }

        return false;
    }

    private void Skip(ref ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(bytes.Length, _bodyLeft);
        bytes = bytes[count..];
        _bodyLeft -= count;
        if (_bodyLeft == 0)
            _state = _state is State.Chunk ? State.ChunkSize : State.Idle;
    }

    /// <summary>Takes a part of a line, up to its end if that has come.</summary>
    private void Line(ref ReadOnlySpan<byte> bytes)
    {
        if (_afterReturn && bytes[0] != '\n')
            throw Fault("a carriage return that ends no line");
        var at = bytes.IndexOfAny(LineBytes);
        var count = at < 0 ? bytes.Length : at + 1;
        Collect(bytes[..count]);
        var last = bytes[count - 1];
        bytes = bytes[count..];
        if (at < 0)
            return;
        switch (last)
        {
            case (byte)'\r':
                _afterReturn = true;
                return;
            case 0:
                throw Fault("a NUL");
        }

        if (!_afterReturn)
            throw Fault("a line feed without a carriage return");
        _afterReturn = false;
        EndLine();
    }

    private void EndLine()
    {
        var text = _head.WrittenSpan;
        if (_state is State.ChunkSize)
            EndChunkSize(text);
        else if (!(text.SequenceEqual("\r\n"u8) || text.EndsWith("\r\n\r\n"u8)))
            return;
        else if (_state is State.Trailers)
            _state = State.Idle;
        else
            EndHead(text);
        _head.ResetWrittenCount();
    }

    private void EndChunkSize(ReadOnlySpan<byte> line)
    {
        if (!Utf8Parser.TryParse(line, out long size, out _, 'x') || size < 0)
            _state = State.Unknown;
        else if (size == 0)
            _state = State.Trailers;
        else
            (_state, _bodyLeft) = (State.Chunk, size + 2);
    }

    /// <summary>RFC 9112 §6.3: what follows this head.</summary>
    private void EndHead(ReadOnlySpan<byte> head)
    {
        // An empty line before the status line is skipped (RFC 9112 §2.2).
        if (head.Length == 2)
            return;
        var statusAt = head.IndexOf((byte)' ') + 1;
        if (statusAt == 0 || !Utf8Parser.TryParse(head[statusAt..], out int status, out _))
            _state = State.Unknown;
        else if (status == 101 || (_isConnect && status is >= 200 and < 300))
            _state = State.Off;
        else if (status < 200)
            _state = State.Head;
        else if (_isHeadRequest || status is 204 or 304)
            _state = State.Idle;
        else
            _state = Framed(head);
    }

    private State Framed(ReadOnlySpan<byte> head)
    {
        var state = State.Unknown;
        ReadOnlySpan<byte> length = default;
        while (head.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = head[..end];
            head = head[(end + 1)..];
            if (line.IsEmpty || (line[0] | 0x20) is not ('c' or 't') || line.IndexOf((byte)':') is not (> 0 and var colon))
                continue;
            var name = line[..colon].TrimEnd(" \t"u8);
            var value = line[(colon + 1)..].Trim(" \t\r"u8);
            if (System.Text.Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
                return IsChunkedLast(value) ? State.ChunkSize : State.Unknown;
            if (!System.Text.Ascii.EqualsIgnoreCase(name, "content-length"u8))
                continue;
            if (!length.IsEmpty && !length.SequenceEqual(value))
                throw Fault("two different lengths");
            length = value;
            if (Utf8Parser.TryParse(value, out _bodyLeft, out int used) && used == value.Length)
                state = _bodyLeft == 0 ? State.Idle : State.Body;
        }

        return state;
    }

    private static bool IsChunkedLast(ReadOnlySpan<byte> codings) =>
        codings.Length >= 7 && System.Text.Ascii.EqualsIgnoreCase(codings[^7..], "chunked"u8);

    private void Collect(ReadOnlySpan<byte> bytes)
    {
        if (_head.WrittenCount + bytes.Length > MaxHeadBytes)
            _state = State.Unknown;
        else
            _head.Write(bytes);
    }

    private static IOException Fault(string what) =>
        new($"The origin sent {what} in a response head, which can be read in two ways (RFC 9112 §2.2).");
}
