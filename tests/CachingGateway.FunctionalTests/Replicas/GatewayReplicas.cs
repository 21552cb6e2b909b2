using System.Text;
using CachingGateway.FunctionalTests.Events;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>
/// Several real gateways in this process on one real Redis, in front of one origin. All requests name one host, so that keys are the
/// same everywhere. Each gateway has a wire of its own to Redis, which a test can hold or cut.
/// </summary>
internal sealed class GatewayReplicas : IAsyncDisposable
{
    public const string Host = "api.example.org";

    /// <summary>
    /// Every path is cached for an hour and tagged by its last part; words of <c>xkey</c> are tags too; a webhook <c>purge</c> or
    /// <c>soft</c> of the source <c>origin</c> (signed) or <c>db</c> (by a token) retires a tag. The
    /// source <c>bounded</c> is as <c>db</c>, and may send a hundred an hour.
    /// </summary>
    public const string Events = """
        "events": {
          "sources": {
            "origin": { "scheme": "standard-webhooks", "secrets": ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"] },
            "db": { "scheme": "bearer", "secrets": ["a-fixed-token"] },
            "bounded": { "scheme": "bearer", "secrets": ["a-fixed-token"], "limit": "100/h" } },
          "rules": [
            { "on": "purge", "tags": ["{tag}"] },
            { "on": "soft", "tags": ["{tag}"], "mode": "soft" } ] }
        """;

    private readonly List<TestGateway> _gateways = [];
    private readonly List<TcpRelay> _wires = [];
    private readonly string _policy;
    private readonly string _settings;
    private readonly string _patience;

    private GatewayReplicas(RedisServer redis, ScriptedOrigin origin, string policy, string settings, string patience)
    {
        (Redis, Origin, _policy, _settings, _patience) = (redis, origin, policy, settings, patience);
    }

    public RedisServer Redis { get; }

    public ScriptedOrigin Origin { get; }

    public IReadOnlyList<TestGateway> Gateways => _gateways;

    /// <summary>The gateways' wires to Redis.</summary>
    public IReadOnlyList<TcpRelay> Wires => _wires;

    /// <param name="count">How many gateways.</param>
    /// <param name="members">More members of the route: <c>"timeout": "1s"</c>.</param>
    /// <param name="settings">Members of the section <c>Gateway</c>, with commas between them.</param>
    /// <param name="redis">What else its Redis is to be.</param>
    /// <param name="patience">How long one trip to Redis may take; see <see cref="TestSettings"/>.</param>
    public static async Task<GatewayReplicas> StartAsync(
        int count, string members = "", string settings = "", RedisServerOptions? redis = null, string patience = "10s")
    {
        var server = await RedisServer.StartAsync(redis);
        var all = new GatewayReplicas(server, await ScriptedOrigin.StartAsync(), Policy(members), settings, patience);
        try
        {
            for (var i = 0; i < count; i++)
                await all.AddAsync();
            await all.TrustedAsync();
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    public static string Policy(string members) => $$"""
        { "version": 1, "service": "test",
          "routes": [
            { "name": "all", "match": { "path": ["/{name}", "/{name}/{**rest}"] }, "ttl": "1h", "tags": ["{name}"], "tagHeaders": ["xkey"]
              {{(members.Length == 0 ? "" : "," + members)}} } ],
          {{Events}} }
        """;

    /// <summary>One more; it need not be trusted yet when this returns.</summary>
    public async Task<TestGateway> AddAsync()
    {
        var wire = TcpRelay.Start(Redis.Port);
        _wires.Add(wire);
        var settings = TestSettings.OnRedis(wire.Address, _settings, _patience);
        _gateways.Add(await TestGateway.StartAsync(Origin.Address, _policy, settings));
        return _gateways[^1];
    }

    /// <summary>Returns when every gateway stores and finds.</summary>
    public async Task TrustedAsync()
    {
        Origin.Answer("/trusted", "");
        foreach (var gateway in _gateways)
            await Deadline.Eventually(() => gateway.AskAsync("/trusted"), answer => answer.CacheStatus == "HIT");
    }

    /// <summary>
    /// How often gateways were out of step. Where a machine keeps one from its heartbeats for the two seconds that trust lasts, each asks
    /// the origin for itself: nothing can be said then of how often it was asked.
    /// </summary>
    public async Task<long> LapsesAsync() => (await Task.WhenAll(_gateways.Select(gateway => gateway.LapsesAsync()))).Sum();

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
        foreach (var wire in _wires)
            await wire.DisposeAsync();
        await Origin.DisposeAsync();
        await Redis.DisposeAsync();
    }
}

/// <summary>What clients and the origin say to one of the gateways.</summary>
internal static class ReplicaRequests
{
    public static Task<GatewayResponse> AskAsync(this TestGateway gateway, string path, params (string Name, string Value)[] headers) =>
        gateway.GetAsync(path, [("Host", GatewayReplicas.Host), .. headers]);

    public static Task<GatewayResponse> WriteAsync(this TestGateway gateway, string path, string method = "PUT") =>
        gateway.SendAsync(new HttpMethod(method), path, new StringContent("{}"), ("Host", GatewayReplicas.Host));

    /// <summary>The webhook of a database: <c>purge</c> or <c>soft</c> and a tag.</summary>
    public static Task<Answered> TellAsync(this TestGateway gateway, string type, string tag, string source = "db") =>
        gateway.PostEventAsync(source, $$"""{ "type": "{{type}}", "tag": "{{tag}}" }""", ("Authorization", "Bearer a-fixed-token"));

    /// <summary>Taken and acknowledged: nobody serves what it names.</summary>
    public static async Task<Answered> PurgeAsync(this TestGateway gateway, string tag)
    {
        var answer = await gateway.TellAsync("purge", tag);
        Assert.Equal(200, answer.Status);
        return answer;
    }

    public static async Task SoftenAsync(this TestGateway gateway, string tag) =>
        Assert.Equal(200, (await gateway.TellAsync("soft", tag)).Status);

    /// <summary>The signed webhook of the origin, with an id.</summary>
    public static Task<Answered> TellSignedAsync(
        this TestGateway gateway, string tag, string id, TimeSpan late = default, string secret = EventsHost.Secret)
    {
        var body = $$"""{ "type": "purge", "tag": "{{tag}}" }""";
        var fields = new HeaderDictionary();
        EventsHost.Sign(fields, Encoding.UTF8.GetBytes(body), id, late, secret);
        return gateway.PostEventAsync("origin", body, [.. fields.Select(field => (field.Key, field.Value.ToString()))]);
    }

    public static async Task<Answered> PostEventAsync(
        this TestGateway gateway, string source, string body, params (string Name, string Value)[] fields)
    {
        using var client = new HttpClient(TestGateway.NewHandler()) { Timeout = Deadline.Default };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.ManagementAddress, $"/events/{source}"))
        {
            Content = new StringContent(body),
        };
        foreach (var (name, value) in fields)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return new Answered(response, await response.Content.ReadAsStringAsync());
    }

    public static void Is(this GatewayResponse response, string status, string body) =>
        Assert.Equal((200, status, body), (response.Status, response.CacheStatus, response.Text));
}
