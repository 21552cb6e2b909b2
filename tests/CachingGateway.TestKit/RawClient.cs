using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CachingGateway.TestKit;

/// <summary>A client that sends exact bytes, sees responses as they stand on the wire, and reads only when told.</summary>
internal sealed class RawClient : RawConnection
{
    private RawClient(Socket socket)
        : base(socket)
    {
    }

    /// <param name="address">The listener.</param>
    /// <param name="receiveBufferBytes">A small one makes a reader that stops reading felt at once; 0: the system's own.</param>
    public static async Task<RawClient> ConnectAsync(Uri address, int receiveBufferBytes = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferBytes > 0)
            socket.ReceiveBufferSize = receiveBufferBytes;
        await socket.ConnectAsync(address.Host, address.Port, Deadline.Token());
        return new RawClient(socket);
    }

    /// <summary>Sends one request on a connection of its own, and reads its response.</summary>
    public static async Task<RawResponse> ExchangeAsync(Uri address, string request, string method = "GET")
    {
        using var client = await ConnectAsync(address);
        await client.SendAsync(request);
        return await client.ReadResponseAsync(method);
    }

    /// <exception cref="EndOfStreamException">The connection was closed before the response was complete.</exception>
    public async Task<RawResponse> ReadResponseAsync(string method = "GET")
    {
        var response = await ReadResponseHeadAsync();
        return response with { Body = await ReadBodyAsync(response, method) };
    }

    /// <summary>The final response; interim ones before it are passed over.</summary>
    public async Task<RawResponse> ReadFinalResponseAsync(string method = "GET")
    {
        while (true)
        {
            if (await ReadResponseAsync(method) is { Status: >= 200 } response)
                return response;
        }
    }

    /// <summary>The response's head alone, with an empty body.</summary>
    /// <exception cref="FormatException">What came is no response.</exception>
    public async Task<RawResponse> ReadResponseHeadAsync()
    {
        var head = await ReadHeadAsync() ?? throw new EndOfStreamException("Closed without a response.");
        var fields = head.Skip(1).Select(Field);
        return new RawResponse(Status(head[0]), head[0], [.. fields], []);
    }

    private static int Status(string line) => line.Split(' ') is [_, var code, ..]
        ? int.Parse(code, CultureInfo.InvariantCulture)
        : throw new FormatException($"No status: {line}");

    private static KeyValuePair<string, string> Field(string line) => line.Split(':', 2) is [var name, var value]
        ? KeyValuePair.Create(name, value.Trim(' ', '\t'))
        : throw new FormatException($"No field: {line}");

    private Task<byte[]> ReadBodyAsync(RawResponse response, string method)
    {
        if (method == "HEAD" || response.Status is < 200 or 204 or 304)
            return Task.FromResult<byte[]>([]);
        if (response.Header("Transfer-Encoding") is not null)
            return ReadChunkedAsync();
        return response.Header("Content-Length") is { } length
            ? ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture))
            : ReadUntilClosedAsync();
    }
}

/// <summary>A response as it stood on the wire; text is Latin-1.</summary>
internal sealed record RawResponse(
    int Status, string StatusLine, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? CacheStatus => Header("X-Cache-Status");

    /// <summary>The values of a field joined by a comma, or <see langword="null"/>.</summary>
    public string? Header(string name) => FieldLines.Joined(Headers, name);

    /// <summary>The values of a field, line by line.</summary>
    public IReadOnlyList<string> All(string name) => FieldLines.All(Headers, name);
}
