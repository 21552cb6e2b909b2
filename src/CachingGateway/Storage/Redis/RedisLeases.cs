using CachingGateway.Keys;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>What came of asking for the right to fetch something alone.</summary>
internal enum LeaseOutcome
{
    /// <summary>It is this replica's to fetch.</summary>
    Taken,

    /// <summary>Another replica is fetching it.</summary>
    Held,

    /// <summary>Another replica has found that it cannot be stored: everybody for himself.</summary>
    Uncacheable,

    /// <summary>Redis could not be asked: everybody for himself.</summary>
    Unavailable,
}

/// <summary>
/// One fetch per key among all replicas. A lease only saves the origin work; that an answer is new enough is seen to elsewhere. It ends by
/// itself, so that a replica which died with it is not waited for.
/// </summary>
internal sealed class RedisLeases(RedisLink link)
{
    private const string Uncacheable = "!";

    private static readonly RedisScript Take = new(
        """
        local held = redis.call('GET', KEYS[1])
        if not held then
          redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
          return 0
        end
        return held == '!' and 2 or 1
        """);

    private static readonly RedisScript Give = new(
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
        redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
        return 1
        """);

    /// <param name="holder">Unique to the fetch.</param>
    /// <param name="life">After how long it ends if it is not given back.</param>
    public async Task<LeaseOutcome> TakeAsync(EntryKey key, VariantKey variant, string holder, TimeSpan life, CancellationToken cancellation)
    {
        var outcome = await link.Door.PassAsync(
            (link, Keys: new RedisKey[] { KeyOf(key, variant) }, Values: new RedisValue[] { holder, Milliseconds(life) }),
            static (sent, cancellation) => Take.RunAsync(sent.link.Small, sent.Keys, sent.Values, sent.link.Options.Timeout, 0, cancellation),
            cancellation);
        return outcome.IsOk ? (LeaseOutcome)(int)outcome.Value : LeaseOutcome.Unavailable;
    }

    /// <summary>Whether something that one replica does for all is this one's to do; it stays so for a while.</summary>
    public async Task<bool> TakeTurnAsync(string what, string holder, TimeSpan life)
    {
        var outcome = await link.Small.CallAsync(
            (Key: (RedisKey)$"{link.Options.Prefix}:turn:{what}", Holder: (RedisValue)holder, life),
            static (database, sent) => database.StringSetAsync(sent.Key, sent.Holder, sent.life, When.NotExists),
            link.Options.Timeout);
        return outcome is { IsOk: true, Value: true };
    }

    /// <param name="uncacheableFor">For how long nobody need wait for this key again; zero: it was stored, or failed.</param>
    public async Task GiveAsync(EntryKey key, VariantKey variant, string holder, TimeSpan uncacheableFor) =>
        await link.Door.PassAsync(
            (link, Keys: new RedisKey[] { KeyOf(key, variant) }, Values: new RedisValue[] { holder, Milliseconds(uncacheableFor), Uncacheable }),
            static (sent, cancellation) => Give.RunAsync(sent.link.Small, sent.Keys, sent.Values, sent.link.Options.Timeout, 0, cancellation));

    private RedisKey KeyOf(EntryKey key, VariantKey variant) =>
        $"{link.Options.Prefix}:f:{key.High:x16}{key.Low:x16}:{variant.High:x16}{variant.Low:x16}";

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
