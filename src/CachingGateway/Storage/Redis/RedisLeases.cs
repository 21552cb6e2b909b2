using CachingGateway.Entries;
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

    /// <summary>Another replica has just stored it.</summary>
    Stored,

    /// <summary>Another replica has found that it cannot be stored: everybody for himself.</summary>
    Uncacheable,

    /// <summary>Redis did not answer: everybody for himself. It may be granted all the same, and is to be given back.</summary>
    Unavailable,
}

/// <summary>How a fetch has ended that a lease was taken for.</summary>
internal enum LeaseEnd
{
    /// <summary>Nothing came of it.</summary>
    Failed,

    /// <summary>It is stored.</summary>
    Stored,

    /// <summary>It cannot be stored, and the next will hardly be.</summary>
    Uncacheable,
}

/// <summary>Who has the right to fetch something.</summary>
/// <param name="Text">Unique to the fetch, as it stands in Redis.</param>
/// <param name="Fence">What was known of invalidations when it was asked for: what is fetched knows at least as much.</param>
internal sealed record LeaseHolder(string Text, Fence Fence)
{
    public static LeaseHolder New(Fence fence) => new($"{Guid.NewGuid():N} {fence}", fence);

    /// <summary>Of what it cannot read nothing is known, so it is of no use to anybody.</summary>
    public static LeaseHolder Read(string text) =>
        new(text, Fence.TryParse(text.AsSpan(text.IndexOf(' ', StringComparison.Ordinal) + 1), out var fence) ? fence : default);
}

/// <summary>The answer to who asked for it.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Holder">Who has it, if that is another.</param>
internal readonly record struct LeaseAnswer(LeaseOutcome Outcome, LeaseHolder? Holder);

/// <summary>
/// One fetch per key among all replicas. A lease only saves the origin work; that an answer is new enough is seen to elsewhere. It ends by
/// itself, so that a replica which died with it is not waited for.
/// </summary>
internal sealed class RedisLeases(RedisLink link)
{
    private const string Uncacheable = "!";
    private const string Stored = "+";

    /// <summary>
    /// For how long it is remembered that something was stored: longer than it takes from looking in vain to asking for the right to
    /// fetch it, which a busy process may need more than two seconds for (<see cref="ReadBacklog"/>). Who has looked just before it was there
    /// looks again.
    /// </summary>
    private static readonly TimeSpan StoredFor = TimeSpan.FromSeconds(5);

    private static readonly RedisScript Take = new(
        """
        local held = redis.call('GET', KEYS[1])
        if held and held ~= ARGV[3] then return held end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return ''
        """);

    private static readonly RedisScript Give = new(
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
        redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
        return 1
        """);

    /// <param name="holder">Who asks.</param>
    /// <param name="displaced">Who need not be respected if it is he who has it; <see langword="null"/>: nobody.</param>
    /// <param name="life">After how long it ends if it is not given back.</param>
    public async Task<LeaseAnswer> TakeAsync(
        EntryKey key, VariantKey variant, LeaseHolder holder, LeaseHolder? displaced, TimeSpan life, CancellationToken cancellation)
    {
        RedisValue[] values = [holder.Text, Milliseconds(life), displaced?.Text ?? ""];
        var outcome = await link.Door.PassAsync(
            (link, Keys: new RedisKey[] { KeyOf(key, variant) }, Values: values),
            static (sent, cancellation) => Take.RunAsync(sent.link.Small, sent.Keys, sent.Values, sent.link.Options.Timeout, 0, cancellation),
            cancellation);
        return !outcome.IsOk ? new LeaseAnswer(LeaseOutcome.Unavailable, null)
            : (string?)outcome.Value switch
            {
                "" => new LeaseAnswer(LeaseOutcome.Taken, null),
                Uncacheable => new LeaseAnswer(LeaseOutcome.Uncacheable, null),
                Stored => new LeaseAnswer(LeaseOutcome.Stored, LeaseHolder.Read(Stored)),
                var held => new LeaseAnswer(LeaseOutcome.Held, LeaseHolder.Read(held ?? "")),
            };
    }

    /// <param name="holder">As whom it was taken; of anybody else's nothing is changed.</param>
    /// <param name="end">What came of it.</param>
    /// <param name="uncacheableFor">For how long nobody need wait for this key again if it cannot be stored.</param>
    public async Task GiveAsync(EntryKey key, VariantKey variant, LeaseHolder holder, LeaseEnd end, TimeSpan uncacheableFor)
    {
        RedisValue[] values = end switch
        {
            LeaseEnd.Stored => [holder.Text, Milliseconds(StoredFor), Stored],
            LeaseEnd.Uncacheable => [holder.Text, Milliseconds(uncacheableFor), Uncacheable],
            _ => [holder.Text, 0, ""],
        };
        await link.Door.PassAsync(
            (link, Keys: new RedisKey[] { KeyOf(key, variant) }, Values: values),
            static (sent, cancellation) => Give.RunAsync(sent.link.Small, sent.Keys, sent.Values, sent.link.Options.Timeout, 0, cancellation));
    }

    private RedisKey KeyOf(EntryKey key, VariantKey variant) =>
        $"{link.Options.Prefix}:f:{key.High:x16}{key.Low:x16}:{variant.High:x16}{variant.Low:x16}";

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
