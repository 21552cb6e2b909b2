using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>A store over a link of its own, and entries for it; a test states only what matters to it.</summary>
internal sealed class RedisStores : IAsyncDisposable
{
    public static readonly TimeSpan Keep = TimeSpan.FromMinutes(5);

    private RedisStores(RedisLink link)
    {
        Link = link;
        Store = new RedisEntryStore(link, TimeProvider.System, NullLogger.Instance);
    }

    public RedisLink Link { get; }

    public RedisEntryStore Store { get; }

    /// <summary>What becomes of a request that has the value "de" for every header field.</summary>
    public static Func<string[], VariantKey> German { get; } = names => Digest(names, "de");

    /// <summary>Connected, and patient enough for a busy machine unless the options say otherwise.</summary>
    public static async Task<RedisStores> OpenAsync(string connection, Func<RedisOptions, RedisOptions>? with = null)
    {
        var options = RedisLinks.Options(connection);
        var stores = new RedisStores(RedisLinks.Begin(with is null ? options : with(options)));
        await stores.Link.ConnectedAsync();
        return stores;
    }

    public static Task<RedisStores> OpenAsync(RedisServer redis) => OpenAsync(redis.Address);

    public static VariantKey Digest(string[] names, string value) =>
        new((ulong)names.Length, (ulong)string.Concat(names.Append(value)).Sum(c => c));

    public static VariedBy By(string value, params string[] names) => new(names, Digest(names, value));

    public static EntryKey Key(int number) => new((ulong)(number + 1) * 0x9E3779B97F4A7C15UL, (ulong)(number + 1) * 0xC2B2AE3D27D4EB4FUL);

    public static CacheEntry Entry(
        int number, string body = "body", int bodyBytes = 0, VariedBy? variedBy = null, long sequence = 0, ulong generation = 1)
    {
        var now = TimeProvider.System.GetTimestamp();
        return new CacheEntry
        {
            Key = Key(number), Variant = default, VariedBy = variedBy, Name = $"n:{number}", Route = "r", Tags = [$"t:{number}"],
            UrlId = (ulong)number, Status = 200, Headers = [new HeaderField("Content-Type", "text/plain")],
            Body = bodyBytes > 0 ? new byte[bodyBytes] : System.Text.Encoding.UTF8.GetBytes(body),
            BornAt = now, FreshUntil = now + (60 * TimeProvider.System.TimestampFrequency), Fingerprint = 7,
            Fence = new Fence(generation, sequence),
        };
    }

    /// <summary>The Redis key of an entry.</summary>
    public static string At(int number, VariedBy? variedBy = null)
    {
        var keys = new RedisKeys("cg");
        return System.Text.Encoding.ASCII.GetString(
            variedBy is null ? keys.Of(Key(number), default) : keys.Of(Key(number), default, variedBy.Key));
    }

    public Task<RedisPut> PutAsync(CacheEntry entry) => Store.PutAsync(entry, Keep);

    public ValueTask<RedisFind> FindAsync(int number) => Store.FindAsync(Key(number), default, German);

    public async Task<string?> BodyOfAsync(int number) =>
        (await FindAsync(number)).Entry is { } entry ? System.Text.Encoding.UTF8.GetString(entry.Body) : null;

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        await Link.DisposeAsync();
    }
}
