using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>
/// Keys whose answers could not be stored: everybody asks for himself, on his own exchange with the origin. It is the question that a
/// fill would ask, and an answer that a fill would bring.
/// </summary>
public sealed class UncacheableKeysTests
{
    private static readonly (string Name, string Value) Private = ("Cache-Control", "private");

    [Fact]
    public async Task AnswerThatCanBeStoredAfterAll_IsStoredFromTheNextOn()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "yours", Private);
        await UncacheableAsync(at.Gateway, "/page", "private");

        at.Origin.Answer("/page", "everybody's");

        Assert.Equal("CachingGateway; fwd=uri-miss; fwd-status=200; detail=uncacheable", (await at.Gateway.GetAsync("/page")).Header("Cache-Status"));
        Assert.Equal("CachingGateway; fwd=uri-miss; fwd-status=200; stored", (await at.Gateway.GetAsync("/page")).Header("Cache-Status"));
        await Expect.HitAsync(at.Gateway, "/page", "everybody's");
    }

    [Fact]
    public async Task AnswerThatLooksAsIfItCouldBeStored_AndCannot_MakesNobodyWait()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(""" "body": { "max": "1KB" } """));
        at.Origin.Answer("/page", _ => Chunked(new string('x', 3000)));
        await at.Gateway.GetAsync("/page");
        await at.Gateway.GetAsync("/page");
        var gate = new Gate();
        at.Origin.Answer("/page", _ => Chunked(new string('y', 3000)) with { Before = gate });

        var requests = Enumerable.Range(0, 10).Select(_ => at.Gateway.GetAsync("/page")).ToArray();
        await at.Origin.WhenCalled("/page", 12);
        gate.Open();

        Assert.All(await Task.WhenAll(requests), response => Assert.Equal(3000, response.Body.Length));
    }

    [Fact]
    public async Task OriginIsAskedAsByAFill()
    {
        await using var at = await TestEnvironment.StartAsync(
            TestPolicy.All(""" "key": { "headers": ["x-tenant"] }, "tagHeaders": ["xkey"] """));
        at.Origin.Answer("/page", "x", Private, ("xkey", "red"), ("X-Cache-Age", "7"), ("X-Own", "1"));

        var answers = new List<GatewayResponse>();
        for (var i = 0; i < 3; i++)
            answers.Add(await at.Gateway.GetAsync("/page?b=2&a=1", ("X-Tenant", "t"), ("X-Other", "o"), ("Accept-Language", "de")));

        var asked = at.Origin.Received("/page").Select(static request => request.ToString()).ToList();
        Assert.Equal(asked[0], asked[1]);
        Assert.Equal(asked[0], asked[2]);
        Assert.DoesNotContain("X-Other", asked[1], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Forwarded-For", asked[1], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("X-Tenant", asked[1], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Shown(answers[0]), Shown(answers[1]));
        Assert.Equal(("1", null, null), (answers[1].Header("X-Own"), answers[1].Header("xkey"), answers[1].Header("X-Cache-Age")));
    }

    [Fact]
    public async Task NoAnswer_Is504AtTheRoutesTimeout()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(""" "timeout": "500ms" """));
        at.Origin.Answer("/page", "x", Private);
        await UncacheableAsync(at.Gateway, "/page", "private");
        at.Origin.Answer("/page", new ScriptedAnswer { Before = new Gate() });

        var response = await at.Gateway.GetAsync("/page");

        Assert.Equal((504, "MISS", "origin-timeout"), (response.Status, response.CacheStatus, response.Detail));
    }

    [Fact]
    public async Task BodyWithoutALengthThatStops_IsBrokenOffAtTheRoutesTimeout()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(""" "timeout": "500ms" """));
        at.Origin.Answer("/page", "x", Private);
        await UncacheableAsync(at.Gateway, "/page", "private");
        var pieces = new PiecewiseBody();
        pieces.Send("first");
        at.Origin.Answer("/page", new ScriptedAnswer { Pieces = pieces, Headers = [Private] });

        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        await client.SendAsync(at.Gateway.RequestText("GET", "/page"));

        await Expect.BrokenOffAsync(client);
    }

    [Fact]
    public async Task OriginAway_Is502()
    {
        var origin = await ScriptedOrigin.StartAsync();
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);
        origin.Answer("/page", "x", Private);
        await UncacheableAsync(gateway, "/page", "private");
        await origin.DisposeAsync();

        var response = await gateway.GetAsync("/page");

        Assert.Equal((502, "MISS", "origin-error"), (response.Status, response.CacheStatus, response.Detail));
    }

    [Fact]
    public async Task NothingButAHead_Is502()
    {
        var isBroken = false;
        await using var origin = RawOrigin.Start(async (connection, _) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nX-A: b\r\nContent-Length: 1\r\n\r\n" + (isBroken ? "" : "x"));
            if (isBroken)
                connection.FinishSending();
        });
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);
        await UncacheableAsync(gateway, "/page", "no-store");
        isBroken = true;

        var response = await gateway.GetAsync("/page");

        Assert.Equal((502, null, "MISS", "origin-error"), (response.Status, response.Header("X-A"), response.CacheStatus, response.Detail));
    }

    [Fact]
    public async Task OriginsError_GoesOnAsItCame()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x", Private);
        await UncacheableAsync(at.Gateway, "/page", "private");
        at.Origin.Answer("/page", ScriptedAnswer.Of(503, "busy", ("Retry-After", "3")));

        var response = await at.Gateway.GetAsync("/page");

        Assert.Equal((503, "busy", "3", "status"), (response.Status, response.Text, response.Header("Retry-After"), response.Detail));
    }

    [Fact]
    public async Task ControlCharacterInAField_Is502()
    {
        await using var origin = RawOrigin.Answering("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nX-A: \u0001b\r\nContent-Length: 1\r\n\r\nx");
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);

        for (var i = 0; i < 3; i++)
            Assert.Equal(502, (await gateway.GetAsync("/page")).Status);
    }

    private static async Task UncacheableAsync(TestGateway gateway, string path, string reason)
    {
        for (var i = 0; i < 2; i++)
        {
            var response = await gateway.GetAsync(path);
            Assert.Equal(("MISS", reason), (response.CacheStatus, response.Detail));
        }
    }

    private static ScriptedAnswer Chunked(string body)
    {
        var pieces = new PiecewiseBody();
        pieces.Send(body);
        pieces.Complete();
        return new ScriptedAnswer { Pieces = pieces };
    }

    private static string Shown(GatewayResponse response) =>
        string.Join('\n', response.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
}
