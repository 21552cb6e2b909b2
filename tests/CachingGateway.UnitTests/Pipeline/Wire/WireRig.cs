using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Observability;
using CachingGateway.Pipeline;
using CachingGateway.Pipeline.Wire;
using CachingGateway.Policies;
using CachingGateway.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CachingGateway.UnitTests.Pipeline.Wire;

/// <summary>A connection whose two ends the test holds: it is the client, and it is the server behind.</summary>
internal sealed class WireRig : IDisposable
{
    private readonly MemoryStore _store = new(new MemoryStoreOptions { MaxBytes = 16 * 1024 * 1024 }, TimeProvider.System);
    private readonly PolicySource _policies;
    private readonly Invalidator _invalidations = new(new EmbeddedLog(1000, TimeProvider.System), TimeProvider.System, NullLogger<Invalidator>.Instance);
    private readonly DuplexPipePair _pipes = new();
    private readonly KnownHeads _heads = new();

    public WireRig(TimeSpan? keepAlive = null)
    {
        _policies = PolicySource.Watching("policy.json", PolicyLoader.LoadText("policy.json",
            Encoding.UTF8.GetBytes("""{ "routes": [ { "name": "all", "match": { "path": ["/{**path}"] } } ] }""")), TimeProvider.System);
        var lookup = new EntryLookup(_store, _invalidations, new StoreOutage(StoreOutageMode.Origin, TimeSpan.Zero), TimeProvider.System);
        var response = new HitResponse(CacheHeaders.All, TimeProvider.System);
        var hits = new WireHits(
            State, _policies, _heads, lookup, response, new MeasuredHits(response, TimeProvider.System),
            new CacheLog(NullLogger<CacheLog>.Instance, TimeProvider.System), TimeProvider.System);
        var context = new DefaultConnectionContext("test", _pipes.Server, _pipes.Client);
        Connection = new WireConnection(hits, context, keepAlive ?? TimeSpan.FromMinutes(2));
        Meter = new RouteMeters(TimeProvider.System).Of("all");
    }

    public GatewayState State { get; } = new();

    public RouteMeter Meter { get; }

    /// <summary>As the server sees it.</summary>
    public WireConnection Connection { get; }

    public void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public void Send(byte[] bytes)
    {
        _pipes.Client.Output.Write(bytes);
        AssertDone(_pipes.Client.Output.FlushAsync());

        static void AssertDone(ValueTask<FlushResult> flush) => Assert.True(flush.IsCompletedSuccessfully);
    }

    /// <summary>What the client has got since the last time.</summary>
    public string Received()
    {
        if (!_pipes.Client.Input.TryRead(out var read))
            return "";
        var text = Encoding.Latin1.GetString(read.Buffer);
        _pipes.Client.Input.AdvanceTo(read.Buffer.End);
        return text;
    }

    /// <summary>How many bytes the client has got since the last time, without a look at them.</summary>
    public long Discard()
    {
        Assert.True(_pipes.Client.Input.TryRead(out var read));
        var length = read.Buffer.Length;
        _pipes.Client.Input.AdvanceTo(read.Buffer.End);
        return length;
    }

    /// <summary>The server waits for what comes.</summary>
    public Task<ReadResult> ServerReads() => Connection.Input.ReadAsync().AsTask();

    /// <summary>What the server was given; it takes so much of it.</summary>
    public string Take(ReadResult read, int? bytes = null)
    {
        var text = Encoding.Latin1.GetString(read.Buffer);
        Connection.Input.AdvanceTo(read.Buffer.GetPosition(bytes ?? read.Buffer.Length), read.Buffer.End);
        return text;
    }

    /// <summary>The server has read a plain request, and the short way has answered it.</summary>
    public RequestPlan AnswerByTheServer(string target, Action<HttpRequestFeature>? change = null)
    {
        var request = new HttpRequestFeature
        {
            Method = "GET", Scheme = "http", Protocol = "HTTP/1.1", RawTarget = target, Headers = new HeaderDictionary { ["Host"] = "a.example" },
        };
        change?.Invoke(request);
        var plan = RequestPlanner.Plan(RequestHeads.Of(request), _policies.Current) with { Meter = Meter };
        Connection.NotePlain(request, plan);
        return plan;
    }

    /// <summary>Sends a head as often as it takes to be known: once to be seen, once to be learnt.</summary>
    public async Task<RequestPlan> LearnAsync(string head, string target)
    {
        RequestPlan? plan = null;
        for (var i = 0; i < 2; i++)
        {
            var read = ServerReads();
            Send(head);
            Take(await read);
            plan = AnswerByTheServer(target);
        }

        return plan!;
    }

    public void Store(RequestPlan plan, string body, params (string Name, string Value)[] fields) => _store.TryAdd(
        new CacheEntry
        {
            Key = plan.Key!.Key,
            Variant = plan.Key.Variant,
            Name = plan.Key.Name,
            Route = "all",
            Status = 200,
            Headers = [.. fields.Prepend(("Date", "Fri, 27 Nov 2026 10:00:00 GMT")).Select(field => new HeaderField(field.Item1, field.Item2))],
            Body = Encoding.UTF8.GetBytes(body),
            BornAt = TimeProvider.System.GetTimestamp(),
            FreshUntil = long.MaxValue,
            Fingerprint = plan.Match!.Route.Fingerprint,
            PolicyVersion = plan.Policy.Version,
            Fence = _invalidations.View!.Fence,
        },
        new RouteLimits("all", long.MaxValue, long.MaxValue, 50));

    public void Dispose()
    {
        _store.Dispose();
        _policies.Dispose();
    }

    private sealed class DuplexPipePair
    {
        // As a connection's are: who writes goes on as the reader, at once.
        private static readonly PipeOptions AtOnce =
            new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

        private readonly Pipe _toServer = new(AtOnce);
        private readonly Pipe _toClient = new(AtOnce);

        public DuplexPipePair() =>
            (Client, Server) = (new End(_toClient.Reader, _toServer.Writer), new End(_toServer.Reader, _toClient.Writer));

        public IDuplexPipe Client { get; }

        public IDuplexPipe Server { get; }

        private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
    }
}
