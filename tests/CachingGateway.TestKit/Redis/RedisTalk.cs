using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CachingGateway.TestKit.Redis;

/// <summary>A connection to a Redis server that says what it is told and nothing else, apart from the product's own client.</summary>
internal sealed class RedisTalk : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private PipeReader _reader = PipeReader.Create(Stream.Null);

    private RedisTalk()
    {
    }

    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<RedisTalk> OpenAsync(int port, string? password = null)
    {
        var talk = new RedisTalk();
        try
        {
            await talk._client.ConnectAsync(IPAddress.Loopback, port).Within();
            talk._reader = PipeReader.Create(talk._client.GetStream());
            if (password is not null)
                await talk.AskAsync("AUTH", password);
            return talk;
        }
        catch
        {
            talk.Dispose();
            throw;
        }
    }

    public Task<RedisReply> AskAsync(params string[] command) => AskAsync([.. command.Select(Encoding.UTF8.GetBytes)]);

    public async Task<RedisReply> AskAsync(byte[][] command)
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.Write(Encoding.ASCII.GetBytes($"*{command.Length}\r\n"));
        foreach (var part in command)
        {
            bytes.Write(Encoding.ASCII.GetBytes($"${part.Length}\r\n"));
            bytes.Write(part);
            bytes.Write("\r\n"u8);
        }

        await _client.GetStream().WriteAsync(bytes.WrittenMemory);
        return await ReadAsync().Within();
    }

    public void Dispose() => _client.Dispose();

    private async Task<RedisReply> ReadAsync()
    {
        var line = await LineAsync();
        var rest = line[1..];
        var length = line[0] is '$' or '*' ? int.Parse(rest, CultureInfo.InvariantCulture) : 0;
        switch (line[0])
        {
            case '$' or '*' when length < 0:
                return new RedisReply(null, false, []);
            case '$':
                return new RedisReply((await TakeAsync(length + 2))[..^2], false, []);
            case '*':
                var items = new RedisReply[length];
                for (var i = 0; i < length; i++)
                    items[i] = await ReadAsync();
                return new RedisReply(null, false, items);
            default:
                return new RedisReply(Encoding.UTF8.GetBytes(rest), line[0] == '-', []);
        }
    }

    private async Task<string> LineAsync()
    {
        while (true)
        {
            var read = await _reader.ReadAsync();
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end));
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line.TrimEnd('\r');
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                throw new IOException("The server closed the connection.");
        }
    }

    private async Task<byte[]> TakeAsync(int count)
    {
        var read = await _reader.ReadAtLeastAsync(count);
        if (read.Buffer.Length < count)
            throw new IOException("The server closed the connection.");
        var taken = read.Buffer.Slice(0, count).ToArray();
        _reader.AdvanceTo(read.Buffer.GetPosition(count));
        return taken;
    }
}
