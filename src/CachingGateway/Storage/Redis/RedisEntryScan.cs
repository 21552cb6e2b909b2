using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using CachingGateway.Entries;

namespace CachingGateway.Storage.Redis;

/// <summary>One entry in Redis, without its body.</summary>
/// <param name="At">The key that it stands under.</param>
/// <param name="Meta">What it says of itself.</param>
internal readonly record struct ScannedEntry(byte[] At, EntryMeta Meta);

/// <summary>Walks through the store's own keys on every primary, a page at a time.</summary>
internal sealed class RedisEntryScan(RedisLink link, RedisKeys keys, TimeProvider time)
{
    private const string PageSize = "200";

    /// <summary>Most heads are shorter; of the others the rest is read as well.</summary>
    private const int UsualHead = 2048;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private long _shown;

    public async Task<RedisOutcome<long>> RunAsync(
        Func<IReadOnlyList<ScannedEntry>, ValueTask> visit, TimeSpan pause, CancellationToken cancellation)
    {
        if (link.Body.Connection is not { } connection) return RedisFault.NotConnected;
        try
        {
            foreach (var server in RedisServers.Primaries(connection))
                await WalkAsync(RedisServers.NodeOf(server), visit, pause, cancellation);
            return new RedisOutcome<long>(_shown, RedisFault.None);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or ObjectDisposedException)
        {
            return new RedisOutcome<long>(_shown, RedisFault.ConnectionLost, e.Message);
        }
        catch (InvalidDataException e)
        {
            return new RedisOutcome<long>(_shown, RedisFaults.OfMessage(e.Message), e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new RedisOutcome<long>(_shown, RedisFault.Timeout);
        }
    }

    private async Task WalkAsync(
        RedisNode node, Func<IReadOnlyList<ScannedEntry>, ValueTask> visit, TimeSpan pause, CancellationToken cancellation)
    {
        using var asking = await OpenAsync(node, cancellation);
        var cursor = "0";
        do
        {
            var scanned = Sound(await BoundedAsync(
                token => asking.AskAsync(token, "SCAN", cursor, "MATCH", keys.Pattern, "COUNT", PageSize), cancellation));
            cursor = scanned.Items[0].Text!;
            var page = await ReadAsync(asking, [.. scanned.Items[1].Items.Select(item => item.Text!)], cancellation);
            _shown += page.Count;
            if (page.Count > 0)
                await visit(page);
            if (cursor != "0" && pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellation);
        }
        while (cursor != "0");
    }

    private async Task<List<ScannedEntry>> ReadAsync(RespConnection asking, string[] found, CancellationToken cancellation)
    {
        var heads = await BoundedAsync(token => asking.AskAllAsync([.. found.Select(key => Start(key, UsualHead))], token), cancellation);
        var page = new List<ScannedEntry>(found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            var (key, head) = (found[i], heads[i]);
            if (head.Bytes is { Length: UsualHead } cut && EntryFormat.HeadLengthOf(cut) is > UsualHead and var length)
                head = await BoundedAsync(token => asking.AskAsync(token, Start(key, length)), cancellation);
            // Gone meanwhile, a marker, or not an entry: nothing to show.
            if (!head.IsError && head.Bytes is { } bytes && EntryCodec.DecodeMeta(bytes) is { } meta)
                page.Add(new ScannedEntry(Encoding.UTF8.GetBytes(key), meta));
        }

        return page;
    }

    private static string[] Start(string key, int length) => ["GETRANGE", key, "0", $"{length - 1}"];

    private async Task<RespConnection> OpenAsync(RedisNode node, CancellationToken cancellation)
    {
        var address = link.Options.Address;
        var connection = await BoundedAsync(token => RespConnection.OpenAsync(node, address, token), cancellation);
        try
        {
            if (address.Password.Value is { } password)
                Sound(await BoundedAsync(token => connection.AskAsync(token, "AUTH", password), cancellation));
            if (address.Database != 0)
                Sound(await BoundedAsync(token => connection.AskAsync(token, "SELECT", $"{address.Database}"), cancellation));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static RespReply Sound(RespReply reply) => reply.IsError ? throw new InvalidDataException(reply.Text) : reply;

    private async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        return await ask(either.Token);
    }
}
