using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using CachingGateway.Entries;

namespace CachingGateway.Storage.Redis;

/// <summary>One entry in Redis, without its body.</summary>
/// <param name="At">The key that it stands under.</param>
/// <param name="Meta">What it says of itself.</param>
internal readonly record struct ScannedEntry(byte[] At, EntryMeta Meta);

/// <summary>Where a walk stands: on which primary, in the order of their addresses, and where its SCAN goes on there.</summary>
internal readonly record struct RedisPosition(int Node, ulong Cursor)
{
    public static RedisPosition End { get; } = new(int.MaxValue, 0);
}

/// <summary>How far a walk came.</summary>
/// <param name="Shown">How many entries were shown.</param>
/// <param name="Next">Where it goes on; <see cref="RedisPosition.End"/>: nowhere.</param>
internal readonly record struct ScannedPart(long Shown, RedisPosition Next);

/// <summary>Walks through the store's own keys on every primary, a page at a time.</summary>
internal sealed class RedisEntryScan(RedisLink link, RedisKeys keys, TimeProvider time)
{
    /// <summary>How many keys Redis looks at in one go, during which it does nothing else.</summary>
    public const int MaxPageSize = 200;

    /// <summary>Most heads are shorter; of the others the rest is read as well.</summary>
    private const int UsualHead = 2048;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ScannedPart _part;

    /// <param name="from">Where it begins.</param>
    /// <param name="pageSize">About how many entries are shown at once, at most <see cref="MaxPageSize"/>.</param>
    /// <param name="visit">Takes a page, and says whether it wants another.</param>
    /// <param name="pause">Between two pages.</param>
    public async Task<RedisOutcome<ScannedPart>> RunAsync(
        RedisPosition from, int pageSize, Func<IReadOnlyList<ScannedEntry>, ValueTask<bool>> visit, TimeSpan pause, CancellationToken cancellation)
    {
        _part = new ScannedPart(0, from);
        if (link.Body.Connection is not { } connection) return Ended(RedisFault.NotConnected);
        try
        {
            var nodes = RedisServers.Primaries(connection).Select(RedisServers.NodeOf)
                .OrderBy(node => node.ToString(), StringComparer.Ordinal).ToArray();
            while (_part.Next.Node < nodes.Length)
            {
                if (!await WalkAsync(nodes[_part.Next.Node], $"{pageSize}", visit, pause, cancellation))
                    return Ended(RedisFault.None);
            }

            _part = _part with { Next = RedisPosition.End };
            return Ended(RedisFault.None);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or ObjectDisposedException)
        {
            return Ended(RedisFault.ConnectionLost, e.Message);
        }
        catch (InvalidDataException e)
        {
            return Ended(RedisFaults.OfMessage(e.Message), e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Ended(RedisFault.Timeout);
        }
    }

    private RedisOutcome<ScannedPart> Ended(RedisFault fault, string? message = null) => new(_part, fault, message);

    /// <summary>Walks through one server's keys; whether more is wanted.</summary>
    private async Task<bool> WalkAsync(
        RedisNode node, string pageSize, Func<IReadOnlyList<ScannedEntry>, ValueTask<bool>> visit, TimeSpan pause, CancellationToken cancellation)
    {
        using var asking = await OpenAsync(node, cancellation);
        var at = _part.Next;
        while (at.Node == _part.Next.Node)
        {
            var cursor = _part.Next.Cursor.ToString(CultureInfo.InvariantCulture);
            var scanned = Sound(await BoundedAsync(
                token => asking.AskAsync(token, "SCAN", cursor, "MATCH", keys.Pattern, "COUNT", pageSize), cancellation));
            var page = await ReadAsync(asking, [.. scanned.Items[1].Items.Select(item => item.Text!)], cancellation);
            var next = ulong.Parse(scanned.Items[0].Text!, CultureInfo.InvariantCulture);
            var goesOn = page.Count == 0 || await visit(page);
            _part = new ScannedPart(_part.Shown + page.Count, next == 0 ? new RedisPosition(at.Node + 1, 0) : at with { Cursor = next });
            if (!goesOn)
                return false;
            if (next != 0 && pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellation);
        }

        return true;
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
