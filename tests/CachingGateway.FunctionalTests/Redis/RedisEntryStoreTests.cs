using CachingGateway.Entries;
using CachingGateway.Observability;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;
using static CachingGateway.FunctionalTests.Redis.RedisStores;

namespace CachingGateway.FunctionalTests.Redis;

public sealed class RedisEntryStoreTests
{
    [Fact]
    public async Task StoredEntry_IsFoundByAnotherReplica_AndExpiresInRedis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await OpenAsync(redis);
        await using var other = await OpenAsync(redis);

        Assert.True((await other.FindAsync(1)).IsAbsent);
        Assert.Equal(RedisPut.Stored, await one.PutAsync(Entry(1, "hello", sequence: 42)));
        var found = (await other.FindAsync(1)).Entry!;

        Assert.Equal("hello", System.Text.Encoding.UTF8.GetString(found.Body));
        Assert.Equal((new Fence(1, 42), "n:1", "t:1", 1UL), (found.Fence, found.Name, found.Tags[0], found.UrlId));
        Assert.InRange(long.Parse((await redis.AskAsync("PTTL", At(1))).Text!), 1, (long)Keep.TotalMilliseconds);
        Assert.Equal((1, 1, 2), (other.Store.Statistics.Hits, other.Store.Statistics.Misses, other.Store.Statistics.Finds));
    }

    [Fact]
    public async Task LookUps_AreMetrics_DamageByItsName()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis);
        using var meters = new TestMeters();
        _ = new RedisStoreMetrics(meters, at.Link, at.Store);
        await redis.AskAsync("SET", At(1), "no entry", "PX", "60000");

        Assert.False((await at.FindAsync(1)).IsFound);

        Assert.Equal(1, meters.Collect(MetricNames.RedisFinds, "damaged", "not-an-entry"));
        Assert.Equal(0, meters.Collect(MetricNames.RedisFinds, "hit", ""));
    }

    [Fact]
    public async Task TimeThatPassedInRedis_CountsByItsOwnClock()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis);
        var entry = Entry(1);
        await at.PutAsync(entry);

        // As if it had stood there for all but a minute of its time.
        await redis.AskAsync("PEXPIRE", At(1), "60000");
        var found = (await at.FindAsync(1)).Entry!;

        var aged = (entry.BornAt - found.BornAt) / TimeProvider.System.TimestampFrequency;
        Assert.InRange(aged, 239, 245);
        Assert.InRange((entry.FreshUntil - found.FreshUntil) / TimeProvider.System.TimestampFrequency, 239, 245);
    }

    [Theory]
    [InlineData(5, 4, 1, nameof(RedisPut.Older))]
    [InlineData(5, 5, 1, nameof(RedisPut.Stored))]
    [InlineData(5, 6, 1, nameof(RedisPut.Stored))]
    [InlineData(5, 4, 2, nameof(RedisPut.Stored))]
    [InlineData(1L << 32, (1L << 32) - 1, 1, nameof(RedisPut.Older))]
    [InlineData((1L << 32) - 1, 1L << 32, 1, nameof(RedisPut.Stored))]
    [InlineData((1L << 53) + 1, 1L << 53, 1, nameof(RedisPut.Older))]
    public async Task LaterFence_IsNeverReplacedByAnOlderOne_OfItsGeneration(long first, long second, ulong generation, string expected)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis);

        await at.PutAsync(Entry(1, "first", sequence: first));
        var put = await at.PutAsync(Entry(1, "second", sequence: second, generation: generation));

        Assert.Equal(expected, put.ToString());
        Assert.Equal(put == RedisPut.Stored ? "second" : "first", await at.BodyOfAsync(1));
    }

    [Fact]
    public async Task WritersAtOnce_LeaveTheLatestFence()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await OpenAsync(redis);
        await using var other = await OpenAsync(redis);
        var order = Enumerable.Range(1, 200).ToArray();
        new Random(1).Shuffle(order);

        await Task.WhenAll(order.Select((sequence, i) => (i % 2 == 0 ? one : other).PutAsync(Entry(1, $"{sequence}", sequence: sequence))));

        Assert.Equal("200", await one.BodyOfAsync(1));
    }

    [Fact]
    public async Task VariantsThatTheOriginToldApart_AreFoundByTheRequestsValues_InOneTripOnceItIsKnown()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await OpenAsync(redis);
        await using var other = await OpenAsync(redis);
        await one.PutAsync(Entry(1, "deutsch", variedBy: By("de", "accept-language"), sequence: 9));
        Assert.Equal(RedisPut.Stored, await one.PutAsync(Entry(1, "english", variedBy: By("en", "accept-language"), sequence: 3)));

        Assert.Equal("deutsch", await other.BodyOfAsync(1));
        await redis.AskAsync("CONFIG", "RESETSTAT");
        Assert.Equal("deutsch", await other.BodyOfAsync(1));
        var english = await other.Store.FindAsync(Key(1), default, names => Digest(names, "en"));
        var french = await other.Store.FindAsync(Key(1), default, names => Digest(names, "fr"));

        Assert.Equal("english", System.Text.Encoding.UTF8.GetString(english.Entry!.Body));
        Assert.True(french.IsAbsent);
        var calls = (await redis.AskAsync("INFO", "commandstats")).Line("cmdstat_get");
        Assert.StartsWith("calls=3,", calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OriginThatVariesByOtherFieldsNow_IsFollowed()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await OpenAsync(redis);
        await using var other = await OpenAsync(redis);
        await one.PutAsync(Entry(1, "by language", variedBy: By("de", "accept-language"), sequence: 1));
        Assert.Equal("by language", await other.BodyOfAsync(1));

        await one.PutAsync(Entry(1, "by both", variedBy: By("de", "accept-language", "x-tenant"), sequence: 2));
        await redis.AskAsync("DEL", At(1, By("de", "accept-language")));
        await other.FindAsync(1);
        Assert.Equal("by both", await other.BodyOfAsync(1));
        await one.PutAsync(Entry(1, "by nothing", sequence: 3));
        await redis.AskAsync("DEL", At(1, By("de", "accept-language", "x-tenant")));
        await other.FindAsync(1);
        Assert.Equal("by nothing", await other.BodyOfAsync(1));

        Assert.Equal(RedisPut.Older, await one.PutAsync(Entry(1, "late", variedBy: By("de", "accept-language"), sequence: 2)));
    }

    [Fact]
    public async Task OfferedEntry_IsStoredWithoutAnybodyWaiting()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis);

        Assert.True(at.Store.Offer(Entry(1, "offered"), Keep));

        await Deadline.Eventually(() => at.BodyOfAsync(1), body => body == "offered");
    }

    [Fact]
    public async Task LargeEntry_DoesNotHoldUpSmallOnes()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await OpenAsync(redis.Address, options => options with { MaxBytesInFlight = 1L << 30 });
        for (var i = 0; i < 20; i++)
            await at.PutAsync(Entry(i, "small"));
        await at.PutAsync(Entry(100, bodyBytes: 10 * 1024 * 1024));
        var finished = new System.Collections.Concurrent.ConcurrentQueue<int>();

        // All large ones are asked for before any small one.
        await Task.WhenAll(new[] { 100, 100, 100, 100 }.Concat(Enumerable.Range(0, 20)).Select(async number =>
        {
            var found = await at.FindAsync(number);
            Assert.True(found.IsFound, $"{number}: {found.Fault} {found.Damage}");
            finished.Enqueue(number);
        }));

        // Over one connection, every small one would come after every large one. Half of them is far from that, and nothing here is timed.
        var lastLarge = finished.ToList().LastIndexOf(100);
        Assert.True(finished.Take(lastLarge).Count(number => number < 20) >= 10, string.Join(' ', finished));
    }

    [Fact]
    public async Task Scan_ShowsEveryEntryWithoutItsBody_AndRemovesOnlyWhatIsUnchanged()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { Password = "secret" });
        await using var at = await OpenAsync($"redis://:secret@{redis.Address}/3");
        for (var i = 0; i < 500; i++)
            await at.PutAsync(Entry(i, sequence: 1));
        await at.PutAsync(Entry(500, variedBy: By("de", "accept-language"), sequence: 1));
        var seen = new Dictionary<string, ScannedEntry>(StringComparer.Ordinal);

        var outcome = await at.Store.ScanAsync(
            page =>
            {
                foreach (var entry in page)
                    seen[entry.Meta.Labels.Name] = entry;
                return ValueTask.CompletedTask;
            },
            TimeSpan.Zero, Deadline.Token());

        Assert.True(outcome.IsOk, outcome.Message);
        Assert.Equal(501, seen.Count);
        Assert.Equal("t:7", Assert.Single(seen["n:7"].Meta.Labels.Tags));
        await at.PutAsync(Entry(7, "newer", sequence: 2));
        Assert.False((await at.Store.RemoveIfUnchangedAsync(seen["n:7"].At, seen["n:7"].Meta.Fence)).Value);
        Assert.True((await at.Store.RemoveIfUnchangedAsync(seen["n:8"].At, seen["n:8"].Meta.Fence)).Value);
        Assert.Equal("newer", await at.BodyOfAsync(7));
        Assert.True((await at.FindAsync(8)).IsAbsent);
        Assert.True((await at.Store.RemoveAsync(Key(9), default)).Value);
        Assert.True((await at.FindAsync(9)).IsAbsent);
    }
}
