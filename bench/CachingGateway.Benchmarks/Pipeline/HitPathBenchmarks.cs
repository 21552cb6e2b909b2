using System.Text;
using BenchmarkDotNet.Attributes;
using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Pipeline;
using CachingGateway.Policies;
using CachingGateway.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingGateway.Benchmarks.Pipeline;

/// <summary>
/// What the gateway itself adds to a hit, beside the server's reading and writing: finding the plan and the entry, and setting
/// twelve header fields. The baseline sets the same fields and finds nothing.
/// </summary>
[MemoryDiagnoser]
[InProcess]
[WarmupCount(5)]
[IterationCount(10)]
public class HitPathBenchmarks : IDisposable
{
    private readonly FeatureCollection _features = new();
    private readonly HeaderDictionary _responseHeaders = [];
    private MemoryStore _store = null!;
    private Invalidator _invalidations = null!;
    private HitPath _hits = null!;
    private CacheEntry _entry = null!;

    [GlobalSetup]
    public void Prepare()
    {
        var time = TimeProvider.System;
        _store = new MemoryStore(new MemoryStoreOptions { MaxBytes = 16 * 1024 * 1024 }, time);
        var policies = PolicySource.Watching("policy.json", PolicyLoader.LoadText("policy.json", HundredRoutes()), time);
        var invalidations = _invalidations = new Invalidator(new EmbeddedLog(1000, time), time, NullLogger<Invalidator>.Instance);
        var (memo, lookup) = (new RequestMemo(), new EntryLookup(_store, invalidations, new StoreOutage(StoreOutageMode.Origin, TimeSpan.Zero), time));
        var log = new CacheLog(NullLogger<CacheLog>.Instance, time);
        _hits = new HitPath(new GatewayState(), policies, memo, lookup, new MeasuredHits(new HitResponse(CacheHeaders.All, time), time), log);
        SetRequest();
        var head = RequestHeads.Of(_features.GetRequiredFeature<IHttpRequestFeature>());
        var plan = RequestPlanner.Plan(head, policies.Current) with { Meter = new RouteMeters(time).Of("trig") };
        memo.Add(head, plan);
        _entry = EntryOf(plan, invalidations.View!.Fence, time);
        _store.TryAdd(_entry, new RouteLimits("trig", long.MaxValue, long.MaxValue, 50));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public int SetTwelveFields()
    {
        _responseHeaders.Clear();
        IHeaderDictionary headers = _responseHeaders;
        foreach (var field in _entry.Headers)
            headers[field.Name] = field.Value;
        headers.ContentLength = 1024;
        headers.Age = "1";
        headers["X-Cache-Status"] = "HIT";
        headers["X-Cache-Key"] = _entry.Name;
        headers["X-Cache-Age"] = "1";
        headers["X-Cache-TTL"] = "3599";
        headers["Cache-Status"] = "CachingGateway; hit; ttl=3599";
        return headers.Count;
    }

    [Benchmark]
    public int Hit()
    {
        _responseHeaders.Clear();
        return _hits.TryAnswer(_features, wire: null, out var answer) && answer.IsCompletedSuccessfully
            ? _responseHeaders.Count
            : throw new InvalidOperationException("not a hit");
    }

    /// <summary>The part of a hit that asks whether anything invalidated it, with the clock that it reads for that.</summary>
    [Benchmark]
    public bool CheckAgainstInvalidations()
    {
        var arrival = Arrival.At(_invalidations.View, TimeProvider.System.GetTimestamp());
        return arrival.IsTrusted && arrival.View!.StandingOf(_entry) == Standing.Valid;
    }

    private void SetRequest()
    {
        IHeaderDictionary headers = new HeaderDictionary();
        headers.Host = "api.example.org";
        headers.Accept = "application/json";
        headers.AcceptEncoding = "gzip, br";
        headers.UserAgent = "bench";
        _features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = "GET", Scheme = "http", RawTarget = "/v1/trigs/123?include=photos", Headers = headers,
        });
        _features.Set<IHttpResponseFeature>(new HttpResponseFeature { Headers = _responseHeaders });
        _features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
    }

    private static CacheEntry EntryOf(RequestPlan plan, Fence fence, TimeProvider time) => new()
    {
        Key = plan.Key!.Key,
        Variant = plan.Key.Variant,
        Name = plan.Key.Name,
        Route = plan.Match!.Route.Name,
        Status = 200,
        Headers =
        [
            new("Content-Type", "application/json"), new("Date", "Fri, 20 Nov 2026 10:00:00 GMT"), new("ETag", "\"abc\""),
            new("Cache-Control", "no-cache"), new("Via", "1.1 CachingGateway"),
        ],
        Body = new byte[1024],
        ETag = "\"abc\"",
        BornAt = time.GetTimestamp(),
        FreshUntil = time.GetTimestamp() + (time.TimestampFrequency * 3600),
        Fingerprint = plan.Match.Route.Fingerprint,
        PolicyVersion = plan.Policy.Version,
        Fence = fence,
    };

    private static byte[] HundredRoutes()
    {
        var routes = Enumerable.Range(0, 99).Select(i => $$"""{ "name": "r{{i}}", "match": { "path": ["/v1/other{{i}}/{id}"] } }""")
            .Append("""{ "name": "trig", "match": { "path": ["/v1/trigs/{trig_id}"] } }""");
        return Encoding.UTF8.GetBytes($$"""{ "routes": [ {{string.Join(',', routes)}} ] }""");
    }
}
