using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CachingGateway.TestKit;

namespace CachingGateway.SoakTests.Crowds;

/// <summary>Clients that each have a connection already, and ask the same thing at once. One costs little more than its socket.</summary>
internal sealed class Crowd : IDisposable
{
    private const string Host = "crowd.test";

    /// <summary>How many may be on their way to a listener, whose queue is not endless.</summary>
    private const int Batch = 500;

    private readonly List<Socket> _clients = [];

    private Crowd()
    {
    }

    /// <summary>Returns when all of them are connected, in turns to each of the addresses.</summary>
    public static async Task<Crowd> GatherAsync(IReadOnlyList<Uri> addresses, int count)
    {
        var crowd = new Crowd();
        try
        {
            for (var i = 0; i < count; i += Batch)
                await Task.WhenAll(Enumerable.Range(i, Math.Min(Batch, count - i)).Select(each => crowd.ConnectAsync(addresses[each % addresses.Count])));
            return crowd;
        }
        catch
        {
            crowd.Dispose();
            throw;
        }
    }

    /// <summary>All ask; then what they are answered, which ends their connections.</summary>
    /// <param name="path">What they ask for.</param>
    /// <param name="asked">Called when the last one has.</param>
    public async Task<IReadOnlyList<CrowdAnswer>> AskAsync(string path, Action asked)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n\r\n");
        foreach (var client in _clients)
            await client.SendAsync(request);
        asked();
        return await Task.WhenAll(_clients.Select(ReadAsync));
    }

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }

    private async Task ConnectAsync(Uri address)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        lock (_clients)
        {
            _clients.Add(client);
        }

        await client.ConnectAsync(address.Host, address.Port, Deadline.Token());
    }

    private static async Task<CrowdAnswer> ReadAsync(Socket client)
    {
        var (bytes, length) = (new byte[4096], 0);
        while (await client.ReceiveAsync(bytes.AsMemory(length)) is > 0 and var read)
        {
            length += read;
            if (length == bytes.Length)
                Array.Resize(ref bytes, 2 * length);
        }

        return CrowdAnswer.Read(Encoding.Latin1.GetString(bytes, 0, length));
    }
}

/// <summary>What one of them was answered.</summary>
internal sealed record CrowdAnswer(int Status, string? ETag, string? CacheStatus, string Body)
{
    /// <summary>Whether its gateway asked the origin without the others, with which it was out of touch.</summary>
    public bool IsApart { get; private init; }

    /// <param name="text">All that came; where it was cut off, the status is 0.</param>
    public static CrowdAnswer Read(string text)
    {
        if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is not (> 0 and var end))
            return new CrowdAnswer(0, null, null, text);
        var lines = text[..end].Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        return new CrowdAnswer(status, Field(lines, "ETag"), Field(lines, "X-Cache-Status"), text[(end + 4)..])
        {
            IsApart = Field(lines, "Cache-Status")?.EndsWith("detail=store-outage", StringComparison.Ordinal) ?? false,
        };
    }

    private static string? Field(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
