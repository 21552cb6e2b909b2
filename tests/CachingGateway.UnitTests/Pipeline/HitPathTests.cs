using Xunit;
using System.Text;
using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Observability;
using CachingGateway.Pipeline;
using CachingGateway.Policies;
using CachingGateway.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingGateway.UnitTests.Pipeline;

public sealed class HitPathTests : IDisposable
{
    private readonly MemoryStore _store = new(new MemoryStoreOptions { MaxBytes = 16 * 1024 * 1024 }, TimeProvider.System);
    private readonly PolicySource _policies = PolicySource.Watching("policy.json", PolicyLoader.LoadText("policy.json",
        Encoding.UTF8.GetBytes("""{ "routes": [ { "name": "all", "match": { "path": ["/{**path}"] } } ] }""")), TimeProvider.System);
    private readonly Invalidator _invalidations = new(new EmbeddedLog(1000, TimeProvider.System), TimeProvider.System, NullLogger<Invalidator>.Instance);
    private readonly RequestMemo _memo = new();
    private readonly RouteMeter _meter = new RouteMeters(TimeProvider.System).Of("all");
    private readonly FeatureCollection _features = new();
    private readonly HeaderDictionary _response = [];
    private readonly HeaderDictionary _request = new() { ["Host"] = "a.example", ["Accept"] = "text/html" };
    private readonly HitPath _hits;

    public HitPathTests()
    {
        var lookup = new EntryLookup(_store, _invalidations, new StoreOutage(StoreOutageMode.Origin, TimeSpan.Zero), TimeProvider.System);
        var log = new CacheLog(NullLogger<CacheLog>.Instance, TimeProvider.System);
        _hits = new HitPath(new GatewayState(), _policies, _memo, lookup, new MeasuredHits(new HitResponse(CacheHeaders.All, TimeProvider.System), TimeProvider.System), log);
        _features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Scheme = "http", RawTarget = "/a", Headers = _request });
        _features.Set<IHttpResponseFeature>(new HttpResponseFeature { Headers = _response });
        _features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
    }

    [Fact]
    public void PlainRequestSeenBefore_IsAnswered()
    {
        Store(Remember());

        Assert.True(_hits.TryAnswer(_features, wire: null, out var answer));
        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Equal("HIT", _response["X-Cache-Status"]);
    }

    [Fact]
    public void Hits_AreCountedWithTheirBytesAndTimes()
    {
        Store(Remember());
        Answer();
        Answer();
        ((HttpRequestFeature)_features.Get<IHttpRequestFeature>()!).Method = "HEAD";
        _hits.TryAnswer(_features, wire: null, out _);

        var counted = _meter.Read();
        Assert.Equal((2, 200, 2), (counted.Hits, counted.BytesFromCache, counted.HitTimes.Count));
        Assert.True(counted.HitTimes.Mean > TimeSpan.Zero);
    }

    [Fact]
    public void RequestNotSeenBefore_IsLeftAlone()
    {
        Assert.False(_hits.TryAnswer(_features, wire: null, out _));
        Assert.Empty(_response);
    }

    [Theory]
    [InlineData("Authorization", "Basic eDp5")]
    [InlineData("Cookie", "session=1")]
    [InlineData("Cache-Control", "no-cache")]
    [InlineData("Pragma", "no-cache")]
    [InlineData("Range", "bytes=0-1")]
    [InlineData("Content-Length", "3")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Connection", "Accept")]
    [InlineData("Upgrade", "websocket")]
    [InlineData("If-Match", "\"a\"")]
    [InlineData("Accept", "text/plain")]
    [InlineData("Accept-Language", "cy")]
    [InlineData("Origin", "https://b.example")]
    [InlineData("Host", "b.example")]
    public void RequestThatDiffersInWhatMatters_IsLeftAlone(string name, string value)
    {
        Store(Remember());
        _request[name] = value;

        Assert.False(_hits.TryAnswer(_features, wire: null, out _));
    }

    [Fact]
    public void Hit_AllocatesNextToNothing()
    {
        Store(Remember());
        for (var i = 0; i < 200; i++)
            Answer();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Answer();

        // The dictionary of this test makes an enumerator or so for itself; Kestrel's does not.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 0, 64);
    }

    public void Dispose()
    {
        _store.Dispose();
        _policies.Dispose();
    }

    private void Answer()
    {
        _response.Clear();
        Assert.True(_hits.TryAnswer(_features, wire: null, out _));
    }

    private RequestPlan Remember()
    {
        var head = RequestHeads.Of(_features.GetRequiredFeature<IHttpRequestFeature>());
        var plan = RequestPlanner.Plan(head, _policies.Current) with { Meter = _meter };
        _memo.Add(head, plan);
        return plan;
    }

    private void Store(RequestPlan plan) => _store.TryAdd(
        new CacheEntry
        {
            Key = plan.Key!.Key,
            Variant = plan.Key.Variant,
            Name = plan.Key.Name,
            Route = "all",
            Status = 200,
            Headers = [new HeaderField("Content-Type", "text/plain")],
            Body = new byte[100],
            BornAt = TimeProvider.System.GetTimestamp(),
            FreshUntil = long.MaxValue,
            Fingerprint = plan.Match!.Route.Fingerprint,
            PolicyVersion = plan.Policy.Version,
            Fence = _invalidations.View!.Fence,
        },
        new RouteLimits("all", long.MaxValue, long.MaxValue, 50));
}
