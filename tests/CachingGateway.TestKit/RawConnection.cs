using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CachingGateway.TestKit;

/// <summary>How a connection ended as its peer saw it.</summary>
internal enum ConnectionEnd
{
    /// <summary>Closed in order, with FIN.</summary>
    Closed,

    /// <summary>Reset.</summary>
    Reset,
}

/// <summary>One TCP connection with exact bytes. Text is Latin-1: each character is one byte.</summary>
internal class RawConnection(Socket socket) : IDisposable
{
    private readonly byte[] _received = new byte[64 * 1024];
    private int _start;
    private int _end;

    public Task SendAsync(string latin1) => SendAsync(Encoding.Latin1.GetBytes(latin1));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, Deadline.Token())..];
    }

    /// <summary>Ends the sending half, as a client does that has no more to say.</summary>
    public void FinishSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends with RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    /// <summary>Reads and drops everything until the peer ends the connection.</summary>
    public async Task<ConnectionEnd> ReadToEndAsync(TimeSpan? limit = null)
    {
        try
        {
            do
                _start = _end;
            while (await FillAsync(Deadline.Token(limit)));
            return ConnectionEnd.Closed;
        }
        catch (SocketException)
        {
            return ConnectionEnd.Reset;
        }
    }

    /// <summary>Lines up to the empty one; <see langword="null"/> when the peer closed before the first.</summary>
    public async Task<string[]?> ReadHeadAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
                return [.. lines];
            lines.Add(line);
        }
        return lines.Count == 0 ? null : throw new EndOfStreamException($"The head was cut off after: {string.Join('|', lines)}");
    }

    /// <exception cref="EndOfStreamException">The peer closed before.</exception>
    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            if (_start == _end && !await FillAsync(Deadline.Token()))
                throw new EndOfStreamException($"Closed after {done} of {count} bytes.");
            var part = Math.Min(count - done, _end - _start);
            _received.AsSpan(_start, part).CopyTo(bytes.AsSpan(done));
            _start += part;
            done += part;
        }
        return bytes;
    }

    public async Task<byte[]> ReadChunkedAsync()
    {
        using var body = new MemoryStream();
        while (await ReadChunkAsync() is { Length: > 0 } chunk)
            body.Write(chunk);
        while (await ReadLineAsync() is { Length: > 0 })
        {
            // Trailers are not looked at.
        }
        return body.ToArray();
    }

    /// <summary>One chunk; empty: the last one.</summary>
    public async Task<byte[]> ReadChunkAsync()
    {
        var size = await ReadLineAsync() ?? throw new EndOfStreamException("Closed between chunks.");
        var chunk = await ReadExactlyAsync(int.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        if (chunk.Length > 0)
            await ReadLineAsync();
        return chunk;
    }

    public async Task<byte[]> ReadUntilClosedAsync()
    {
        using var body = new MemoryStream();
        while (_start < _end || await FillAsync(Deadline.Token()))
        {
            body.Write(_received, _start, _end - _start);
            _start = _end;
        }
        return body.ToArray();
    }

    public void Dispose()
    {
        socket.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (_start < _end || await FillAsync(Deadline.Token()))
        {
            var next = (char)_received[_start++];
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(next);
        }
        return line.Length == 0 ? null : throw new EndOfStreamException($"Cut off after: {line}");
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        (_start, _end) = (0, 0);
        _end = await socket.ReceiveAsync(_received, SocketFlags.None, cancellation);
        return _end > 0;
    }
}
