using System.Text;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>A POST that only reads is cached by its body.</summary>
public sealed class PostBodiesTests
{
    private const string Path = "/api/v2/recommendations";

    private static readonly string Policy = TestPolicy.Route(
        $$"""{ "name": "r", "match": { "path": ["{{Path}}"], "methods": ["POST"] }, "key": { "body": "json" } }""");

    [Theory]
    [InlineData("""{"a":1,"b":{"c":[1,2],"d":"x"}}""", """ { "b" : { "d" : "x", "c" : [ 1, 2 ] }, "a" : 1 } """)]
    public async Task SameValue_IsOneEntry(string one, string other)
    {
        await using var at = await EchoAsync();

        Assert.Equal("MISS", (await at.Gateway.PostAsync(Path, one)).CacheStatus);
        var second = await at.Gateway.PostAsync(Path, other);

        Assert.Equal("HIT", second.CacheStatus);
        Assert.Equal(1, at.Origin.Calls(Path));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":"b"}""", """{"a":"b "}""")]
    public async Task OtherValue_IsAnotherEntry(string one, string other)
    {
        await using var at = await EchoAsync();

        Assert.Equal("MISS", (await at.Gateway.PostAsync(Path, one)).CacheStatus);
        Assert.Equal("MISS", (await at.Gateway.PostAsync(Path, other)).CacheStatus);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":""")]
    [InlineData("not json")]
    public async Task BodyWithoutACanonicalForm_Bypasses_AndArrivesWhole(string body)
    {
        await using var at = await EchoAsync();

        var response = await at.Gateway.PostAsync(Path, body);

        Expect.Bypass(response, "request-body-not-canonical");
        Assert.Equal(body, response.Text);
    }

    [Fact]
    public async Task DeepBody_Bypasses()
    {
        await using var at = await EchoAsync();
        var deep = new string('[', 100) + new string(']', 100);

        var response = await at.Gateway.PostAsync(Path, deep);

        Expect.Bypass(response, "request-body-not-canonical");
        Assert.Equal(deep, response.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyOverAMegabyte_Bypasses_AndArrivesWhole(bool lengthKnown)
    {
        await using var at = await EchoAsync();
        var body = $"\"{new string('x', 3 << 20)}\"";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpContent sent = lengthKnown ? content : new StreamContent(new ForwardOnlyStream(Encoding.UTF8.GetBytes(body)));

        var response = await at.Gateway.SendAsync(HttpMethod.Post, Path, sent);

        Expect.Bypass(response, "request-body-too-large");
        Assert.Equal(body, response.Text);
    }

    [Fact]
    public async Task BytesOfTheBody_AreTheKeyWhereThePolicySaysSo()
    {
        await using var at = await TestEnvironment.StartAsync(Policy.Replace("json", "bytes", StringComparison.Ordinal));
        at.Origin.Answer(Path, r => ScriptedAnswer.Ok(r.Text));

        Assert.Equal("MISS", (await at.Gateway.PostAsync(Path, "a=1")).CacheStatus);
        Assert.Equal("HIT", (await at.Gateway.PostAsync(Path, "a=1")).CacheStatus);
        Assert.Equal("MISS", (await at.Gateway.PostAsync(Path, "a=2")).CacheStatus);
    }

    [Fact]
    public async Task OriginGetsTheBodyAndItsType()
    {
        await using var at = await EchoAsync();

        await at.Gateway.PostAsync(Path, """{"b":1, "a":2}""");

        var received = Assert.Single(at.Origin.Received(Path));
        Assert.Contains("\"a\"", received.Text, StringComparison.Ordinal);
        Assert.StartsWith("application/json", received.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConcurrentEqualBodies_AreOneOriginCall()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        var gate = new Gate();
        at.Origin.Answer(Path, r => ScriptedAnswer.Ok("found") with { Before = gate });

        var requests = Enumerable.Range(0, 50)
            .Select(i => at.Gateway.PostAsync(Path, i % 2 == 0 ? """{"a":1,"b":2}""" : """{ "b":2, "a":1 }""")).ToArray();
        await at.Origin.WhenCalled(Path);
        gate.Open();

        Assert.All(await Task.WhenAll(requests), r => Assert.Equal("found", r.Text));
        Assert.Equal(1, at.Origin.Calls(Path));
    }

    private static async Task<TestEnvironment> EchoAsync()
    {
        var at = await TestEnvironment.StartAsync(Policy);
        at.Origin.Answer(Path, r => ScriptedAnswer.Ok(r.Text));
        return at;
    }
}

/// <summary>Bytes without a known length, so that they are sent chunked.</summary>
internal sealed class ForwardOnlyStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public override bool CanSeek => false;
}
