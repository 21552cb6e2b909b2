using System.Text;
using CachingGateway.Entries;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;
using static CachingGateway.FunctionalTests.Redis.RedisStores;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>Whatever Redis does or holds, a look-up gives the entry that was stored or says why not, in a bounded time.</summary>
public sealed class RedisStoreFailureTests
{
    [Theory]
    [InlineData("flipped", nameof(EntryFault.Checksum))]
    [InlineData("cut", nameof(EntryFault.Length))]
    [InlineData("swapped", nameof(EntryFault.WrongKey))]
    [InlineData("older", nameof(EntryFault.Version))]
    [InlineData("text", nameof(EntryFault.NotAnEntry))]
    [InlineData("list", nameof(EntryFault.WrongType))]
    [InlineData("forever", nameof(EntryFault.WrongType))]
    public async Task DamagedValue_IsAMissByName_AndIsStoredAnew(string damage, string expected)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis);
        await at.PutAsync(Entry(1, "right", sequence: 5));
        await at.PutAsync(Entry(2, "other", sequence: 5));
        await DamageAsync(redis, damage);

        var found = await at.FindAsync(1);

        Assert.Equal((expected, RedisFault.None), (found.Damage.ToString(), found.Fault));
        Assert.Equal(1, at.Store.Statistics.Damaged[found.Damage]);
        // Also by a fill that began earlier: what it replaces is nothing.
        await Deadline.Eventually(() => at.PutAsync(Entry(1, "again", sequence: 4)), put => put == RedisPut.Stored);
        Assert.Equal("again", await at.BodyOfAsync(1));
    }

    [Fact]
    public async Task MarkerThatIsDamaged_IsAMissByName()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await OpenAsync(redis);
        await using var other = await OpenAsync(redis);
        await one.PutAsync(Entry(1, variedBy: By("de", "accept-language")));
        await redis.AskAsync("SETRANGE", At(1), "80", "X");

        Assert.Equal(EntryFault.Checksum, (await other.FindAsync(1)).Damage);
    }

    [Fact]
    public async Task VariantInThePlaceOfAnother_IsNotServed()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis);
        await at.PutAsync(Entry(1, "english", variedBy: By("en", "accept-language")));
        await redis.AskAsync("COPY", At(1, By("en", "accept-language")), At(1, By("de", "accept-language")));

        Assert.Equal(EntryFault.WrongKey, (await at.FindAsync(1)).Damage);
    }

    [Fact]
    public async Task HungRedis_CostsOneWait_AndIsUsedAgainWhenItAnswers()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis.Address, options => options with { Timeout = TimeSpan.FromMilliseconds(100) });
        await Deadline.Eventually(() => at.PutAsync(Entry(1, "kept")), put => put == RedisPut.Stored);

        redis.Pause();
        for (var i = 0; i < 300; i++)
            Assert.False((await at.FindAsync(1)).IsFound);
        var offered = Enumerable.Range(0, 50).Count(i => at.Store.Offer(Entry(i), Keep));
        var unavailable = at.Store.Statistics.Unavailable;
        redis.Resume();

        Assert.Equal(1, unavailable[RedisFault.Timeout]);
        Assert.Equal(300, unavailable.Values.Sum());
        Assert.Equal(0, offered);
        await Deadline.Eventually(() => at.BodyOfAsync(1), body => body == "kept");
    }

    [Fact]
    public async Task KilledRedis_IsUnavailable_AndFoundEmptyWhenItIsBack()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis);
        await at.PutAsync(Entry(1));

        await redis.KillAsync();
        Assert.NotEqual(RedisFault.None, (await at.FindAsync(1)).Fault);
        Assert.Equal(RedisPut.Unavailable, await at.PutAsync(Entry(2)));
        await redis.RestartAsync();
        await Deadline.Eventually(async () => await at.FindAsync(1), found => found.IsAbsent);

        Assert.Equal(RedisPut.Stored, await at.PutAsync(Entry(1, "anew")));
        Assert.Equal("anew", await at.BodyOfAsync(1));
    }

    [Fact]
    public async Task FullRedis_RefusesByItsOwnWord_AndIsReadAllTheSame()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { Arguments = ["--maxmemory-policy", "noeviction"] });
        await using var at = await OpenAsync(redis);
        await at.PutAsync(Entry(1, "kept"));
        await redis.AskAsync("CONFIG", "SET", "maxmemory", "1mb");

        Assert.Equal(RedisPut.Full, await at.PutAsync(Entry(2, bodyBytes: 100_000)));

        Assert.Equal("kept", await at.BodyOfAsync(1));
        Assert.True((await at.FindAsync(2)).IsAbsent);
    }

    [Fact]
    public async Task RedisThatMayEvictWhatHasNoExpiry_IsWarnedOf_OnceEachTime()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { Arguments = ["--maxmemory-policy", "allkeys-lru"] });
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = new EventNames();
        using var memory = new RedisMemory(link, TimeProvider.System, log);

        await AskedAsync(static () => true);
        await AskedAsync(() => log.Count("cache_redis_evicts_anything") == 1);
        await redis.AskAsync("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        await AskedAsync(static () => true);
        await redis.AskAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        await AskedAsync(() => log.Count("cache_redis_evicts_anything") == 2);

        // Somebody else may be asking at the moment, and then this one does not: twice, to have asked after now.
        async Task AskedAsync(Func<bool> satisfies) => await Deadline.Eventually(
            async () =>
            {
                await memory.AskAsync();
                await memory.AskAsync();
                return satisfies();
            },
            static isSatisfied => isSatisfied);
    }

    [Fact]
    public async Task RedisAboveTheLimit_IsGivenNothingMore_UntilItIsBelow()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis.Address, options => options with { MaxBytes = 3 * 1024 * 1024 });
        await Deadline.Eventually(() => Asked(at), used => used is > 0 and < 3 * 1024 * 1024);
        await at.PutAsync(Entry(1, bodyBytes: 4 * 1024 * 1024));
        await Deadline.Eventually(() => Asked(at), used => used > 3 * 1024 * 1024);

        Assert.Equal(RedisPut.Full, await at.PutAsync(Entry(2)));
        Assert.False(at.Store.Offer(Entry(2), Keep));
        await redis.AskAsync("FLUSHALL");
        await Deadline.Eventually(() => Asked(at), used => used < 3 * 1024 * 1024);

        Assert.Equal(RedisPut.Stored, await at.PutAsync(Entry(2)));
    }

    [Fact]
    public async Task RedisThatBecameAReplica_TakesNothing_AndNothingFails()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { Arguments = ["--replica-serve-stale-data", "yes"] });
        await using var at = await OpenAsync(redis);
        await at.PutAsync(Entry(1, "kept"));
        await redis.AskAsync("REPLICAOF", "127.0.0.1", "1");

        Assert.Equal(RedisPut.Unavailable, await at.PutAsync(Entry(1, "lost", sequence: 2)));
        await redis.AskAsync("REPLICAOF", "NO", "ONE");

        await Deadline.Eventually(() => at.PutAsync(Entry(1, "stored", sequence: 3)), put => put == RedisPut.Stored);
    }

    private static async Task<long> Asked(RedisStores at)
    {
        await at.Store.AskMemoryAsync();
        return at.Store.Statistics.UsedBytes;
    }

    private static async Task DamageAsync(RedisServer redis, string damage)
    {
        using var talk = await redis.OpenAsync();
        var value = (await talk.AskAsync("GET", At(1))).Bytes!;
        byte[] Command(string name) => Encoding.ASCII.GetBytes(name);
        Task<RedisReply> SetAsync(byte[] bytes) => talk.AskAsync([Command("SET"), Command(At(1)), bytes, Command("KEEPTTL")]);
        var reply = damage switch
        {
            "flipped" => await SetAsync([.. value[..^1], (byte)(value[^1] ^ 1)]),
            "cut" => await SetAsync(value[..^1]),
            "older" => await SetAsync([.. value[..3], 0, .. value[4..]]),
            "text" => await SetAsync(Command("hello")),
            "swapped" => await talk.AskAsync("COPY", At(2), At(1), "REPLACE"),
            "forever" => await talk.AskAsync("PERSIST", At(1)),
            _ => await ListAsync(talk),
        };
        Assert.False(reply.IsError, reply.ToString());
    }

    private static async Task<RedisReply> ListAsync(RedisTalk talk)
    {
        await talk.AskAsync("DEL", At(1));
        return await talk.AskAsync("RPUSH", At(1), "x");
    }
}
