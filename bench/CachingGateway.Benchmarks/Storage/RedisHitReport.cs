using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingGateway.Benchmarks.Storage;

/// <summary>
/// Prints what a look-up in Redis takes, beside a bare GET of the same keys over the same connection. The two take turns, so that what
/// else the machine does falls on both. It starts a redis-server of its own.
/// </summary>
internal static class RedisHitReport
{
    private const int Operations = 10_000;
    private const int Rounds = 9;
    private const int Entries = 500;

    public static async Task RunAsync(TextWriter output)
    {
        var port = FreePort();
        using var server = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", ""])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        server.BeginOutputReadLine();
        try
        {
            var address = RedisAddressParser.Parse($"127.0.0.1:{port}", [])!;
            await using var link = new RedisLink(
                new RedisOptions { Address = address, Timeout = TimeSpan.FromSeconds(5) }, TimeProvider.System, NullLogger.Instance);
            var connected = new TaskCompletionSource();
            link.Connected += (_, _) => connected.TrySetResult();
            link.Start();
            await connected.Task;
            using var store = new RedisEntryStore(link, TimeProvider.System, NullLogger.Instance);
            foreach (var (bodyBytes, atOnce) in new[] { (2_000, 1), (2_000, 50), (50_000, 50) })
                await CompareAsync(output, link, store, bodyBytes, atOnce);
        }
        finally
        {
            server.Kill();
        }
    }

    private static async Task CompareAsync(TextWriter output, RedisLink link, RedisEntryStore store, int bodyBytes, int atOnce)
    {
        for (var i = 0; i < Entries; i++)
            await store.PutAsync(Entry(i, bodyBytes), TimeSpan.FromHours(1));
        var keys = Enumerable.Range(0, Entries).Select(i => new RedisKeys("cg").Of(Key(i), default)).ToArray();
        var database = link.Small.Connection!.Database;
        var (gets, finds) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var get = await TimeAsync(atOnce, async i => Check((await database.StringGetAsync(keys[i])).HasValue));
            var find = await TimeAsync(atOnce, async i => Check((await store.FindAsync(Key(i), default, static _ => default)).IsFound));
            // The first round warms up.
            if (round == 0) continue;
            gets.Add(get);
            finds.Add(find);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{bodyBytes} bytes, {atOnce} at once: GET {Median(gets):0.0} µs, look-up {Median(finds):0.0} µs, "
            + $"{Median([.. gets.Zip(finds, (get, find) => find / get)]):0.00} times"));
    }

    private static async Task<double> TimeAsync(int atOnce, Func<int, Task> operation)
    {
        var next = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) <= Operations)
                await operation(i % Entries);
        })));
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Operations;
    }

    private static void Check(bool isThere)
    {
        if (!isThere) throw new InvalidOperationException("An entry is gone.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static CacheEntry Entry(int number, int bodyBytes) => new()
    {
        Key = Key(number), Variant = default, Name = $"trig:{number}:v1", Route = "trig", Tags = [$"trig:{number}", "trigs"], Status = 200,
        Headers = [new HeaderField("Content-Type", "application/json"), new HeaderField("ETag", "\"abc\"")], ETag = "\"abc\"",
        Body = new byte[bodyBytes], BornAt = TimeProvider.System.GetTimestamp(), FreshUntil = long.MaxValue, Fingerprint = 1,
        Fence = new Fence(1, 1),
    };

    private static EntryKey Key(int number) => new((ulong)(number + 1) * 0x9E3779B97F4A7C15UL, (ulong)(number + 1) * 0xC2B2AE3D27D4EB4FUL);

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
