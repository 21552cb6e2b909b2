using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>A request built to fail at the origin does not make others fail.</summary>
public sealed class CpdosTests
{
    private const int OriginLimitBytes = 8 * 1024;

    [Theory]
    [InlineData("Accept-Language")]
    [InlineData("Accept")]
    [InlineData("X-Oversized")]
    public async Task HeadersOverTheOriginsLimit_AreNotStored(string name)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", Limited);

        var oversized = await at.Gateway.GetAsync("/page", (name, new string('a', 24 * 1024)));

        Assert.Contains(oversized.Status, new[] { 200, 431 });
        var clean = await at.Gateway.GetAsync("/page");
        Assert.Equal((200, "fine"), (clean.Status, clean.Text));
    }

    [Fact]
    public async Task OversizedHeaderOnABypass_GetsTheOriginsOwnAnswer()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", Limited);

        var oversized = await at.Gateway.GetAsync("/page", ("Authorization", "x"), ("X-Oversized", new string('a', 24 * 1024)));

        Assert.Equal((431, "too large"), (oversized.Status, oversized.Text));
        await Expect.NothingStoredAsync(at.Gateway, "/page", "fine");
    }

    [Theory]
    [InlineData("X-Any", "\u0007")]
    [InlineData("X-Any", "\u007f")]
    [InlineData("X-Any", "\0")]
    [InlineData("Accept-Language", "\u0007")]
    [InlineData("Accept-Language", "\u007f")]
    [InlineData("Accept-Language", "\0")]
    public async Task ControlByteInAHeader_IsRefused_OrNothingIsStored(string name, string bad)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", _ => ScriptedAnswer.Ok("fine"));

        var response = await at.Gateway.GetRawAsync("/page", $"{name}: a{bad}b");

        if (response.Status == 400)
            Assert.Equal(0, at.Origin.TotalCalls);
        await Expect.NothingStoredAsync(at.Gateway, "/page", "fine");
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("X-Method-Override", "POST")]
    [InlineData("Max-Forwards", "0")]
    [InlineData("Expect", "nonsense")]
    public async Task HeaderThatBreaksOrigins_DoesNotBreakOthers(string name, string value)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => r.Header(name) is null ? ScriptedAnswer.Ok("fine") : ScriptedAnswer.Of(404, "broken"));

        await at.Gateway.GetRawAsync("/page", $"{name}: {value}");

        Assert.Equal("fine", (await at.Gateway.GetAsync("/page")).Text);
    }

    private static ScriptedAnswer Limited(ReceivedRequest request) => request.HeaderBytes > OriginLimitBytes
        ? ScriptedAnswer.Of(431, "too large")
        : ScriptedAnswer.Ok("fine");
}
