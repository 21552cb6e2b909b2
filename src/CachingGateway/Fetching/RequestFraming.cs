using System.Buffers.Text;

namespace CachingGateway.Fetching;

/// <summary>
/// Follows the requests that HttpClient writes on one connection, one after another, to know where each begins. Its own writing
/// is well formed; a body is skipped by its length or chunk by chunk, so that no byte of an upload is taken for a request.
/// </summary>
internal sealed class RequestFraming
{
    /// <summary>More of a line is never needed: <c>Content-Length</c> with all its digits, or a chunk's size.</summary>
    private const int LineBytes = 64;

    private readonly byte[] _line = new byte[LineBytes];
    private int _lineLength;
    private State _state = State.RequestLine;
    private long _left;
    private bool _isChunked;

    private enum State
    {
        RequestLine,
        Field,
        Body,
        Chunk,
        ChunkSize,
        Trailer,
    }

    /// <summary>Whether a request begins within these bytes, which are written next; HttpClient never begins two in one.</summary>
    public bool Begins(ReadOnlySpan<byte> bytes)
    {
        var begins = false;
        while (!bytes.IsEmpty)
        {
            if (_state is State.Body or State.Chunk)
            {
                Skip(ref bytes);
                continue;
            }

            begins |= _state is State.RequestLine && _lineLength == 0;
            var end = bytes.IndexOf((byte)'\n');
            if (end >= 0 && _lineLength == 0)
                EndLine(bytes[..end]);
            else
                Collect(end < 0 ? bytes : bytes[..end]);
            if (end >= 0 && _lineLength > 0)
                EndLine(_line.AsSpan(0, _lineLength));
            bytes = bytes[(end < 0 ? bytes.Length : end + 1)..];
        }

        return begins;
    }

    private void Skip(ref ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(bytes.Length, _left);
        bytes = bytes[count..];
        _left -= count;
        if (_left == 0)
            _state = _state is State.Chunk ? State.ChunkSize : State.RequestLine;
    }

    private void Collect(ReadOnlySpan<byte> part)
    {
        part = part[..Math.Min(part.Length, LineBytes - _lineLength)];
        part.CopyTo(_line.AsSpan(_lineLength));
        _lineLength += part.Length;
    }

    private void EndLine(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        _lineLength = 0;
        switch (_state)
        {
            case State.RequestLine:
                (_state, _left, _isChunked) = (State.Field, 0, false);
                break;
            case State.Field when line.IsEmpty:
                _state = _isChunked ? State.ChunkSize : _left > 0 ? State.Body : State.RequestLine;
                break;
            case State.Field:
                Read(line);
                break;
            case State.ChunkSize:
                // A chunk ends with a line end of its own.
                _left = Utf8Parser.TryParse(line, out long size, out _, 'x') && size > 0 ? size + 2 : 0;
                _state = _left > 0 ? State.Chunk : State.Trailer;
                break;
            case State.Trailer when line.IsEmpty:
                _state = State.RequestLine;
                break;
        }
    }

    private void Read(ReadOnlySpan<byte> field)
    {
        if ((field[0] | 0x20) is not ('c' or 't') || field.IndexOf((byte)':') is not (> 0 and var colon))
            return;
        var name = field[..colon];
        var value = field[(colon + 1)..].Trim((byte)' ');
        if (System.Text.Ascii.EqualsIgnoreCase(name, "content-length"u8))
            _left = Utf8Parser.TryParse(value, out long length, out _) ? length : 0;
        else if (System.Text.Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
            _isChunked = true;
    }
}
