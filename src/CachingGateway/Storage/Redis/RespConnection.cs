using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// A bare connection that asks a server small questions, one after the other. It is how Redis is tried before the client is let at
/// it (which makes threads for each attempt, and retries a loading server dozens of times a second), and how sentinels are asked.
/// </summary>
internal sealed class RespConnection : IDisposable
{
    /// <summary>Nothing that is asked for here is longer: a head at most has a few megabytes of tags.</summary>
    private const int MaxLength = 16 * 1024 * 1024;
    private const int MaxItems = 4096;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream _stream = Stream.Null;
    private PipeReader _reader = PipeReader.Create(Stream.Null);

    private RespConnection()
    {
    }

    /// <exception cref="SocketException">Nobody listens there, or the name is not known.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The certificate is not to be trusted.</exception>
    public static async Task<RespConnection> OpenAsync(RedisNode node, RedisAddress address, CancellationToken cancellation)
    {
        var connection = new RespConnection();
        try
        {
            await connection._socket.ConnectAsync(node.Host, node.Port, cancellation);
            connection._stream = new NetworkStream(connection._socket, ownsSocket: true);
            if (address.Tls)
            {
                var tls = new SslStream(connection._stream);
                connection._stream = tls;
                await tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions { TargetHost = address.TlsHost ?? node.Host }, cancellation);
            }

            connection._reader = PipeReader.Create(connection._stream);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">That is not a Redis server.</exception>
    public async Task<RespReply> AskAsync(CancellationToken cancellation, params string[] command) =>
        (await AskAllAsync([command], cancellation))[0];

    /// <summary>Asks several things in one trip.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">That is not a Redis server.</exception>
    public async Task<RespReply[]> AskAllAsync(IReadOnlyList<string[]> commands, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var command in commands)
        {
            text.Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
            foreach (var part in command)
                text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        }

        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellation);
        var replies = new RespReply[commands.Count];
        for (var i = 0; i < replies.Length; i++)
            replies[i] = await ReadAsync(depth: 0, cancellation);
        return replies;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private async Task<RespReply> ReadAsync(int depth, CancellationToken cancellation)
    {
        var line = await LineAsync(cancellation);
        var (kind, rest) = (line.Length > 0 ? line[0] : ' ', line.Length > 0 ? line[1..] : "");
        switch (kind)
        {
            case '+' or ':':
                return new RespReply(Encoding.UTF8.GetBytes(rest), IsError: false, []);
            case '-':
                return new RespReply(Encoding.UTF8.GetBytes(rest), IsError: true, []);
            case '$' when Length(rest, MaxLength) is var length:
                return new RespReply(length < 0 ? null : await TakeAsync(length, cancellation), IsError: false, []);
            case '*' when depth < 4:
                var items = new RespReply[Math.Max(0, Length(rest, MaxItems))];
                for (var i = 0; i < items.Length; i++)
                    items[i] = await ReadAsync(depth + 1, cancellation);
                return new RespReply(null, IsError: false, items);
            default:
                throw NotRedis();
        }
    }

    private async Task<string> LineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) throw new IOException("the connection was closed");
            if (read.Buffer.Length > MaxLength) throw NotRedis();
        }
    }

    private async Task<byte[]> TakeAsync(int length, CancellationToken cancellation)
    {
        var read = await _reader.ReadAtLeastAsync(length + 2, cancellation);
        if (read.Buffer.Length < length + 2) throw new IOException("the connection was closed");
        var taken = read.Buffer.Slice(0, length).ToArray();
        _reader.AdvanceTo(read.Buffer.GetPosition(length + 2));
        return taken;
    }

    private static int Length(string text, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var length) && length <= most
            ? length : throw NotRedis();

    private static InvalidDataException NotRedis() => new("what answers there is not a Redis server");
}
