using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>A session's page under a name that looks static is not stored.</summary>
public sealed class DeceptionTests
{
    [Theory]
    [InlineData("/profile/x.css")]
    [InlineData("/profile;x.css")]
    [InlineData("/profile%3Bx.css")]
    [InlineData("/profile/x.css?v=1")]
    [InlineData("/static/x.css")]
    public async Task SessionPageUnderAStaticName_IsNotStored(string path)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = request => ScriptedAnswer.Ok(request.Header("Cookie") is null ? "log in" : "secret");

        var victim = await at.Gateway.GetAsync(path, ("Cookie", "session=abc"));

        Expect.Bypass(victim, "cookie");
        Assert.Equal("secret", victim.Text);
        await Expect.NothingStoredAsync(at.Gateway, path, "log in");
    }

    [Fact]
    public async Task StoredPage_IsNotServedToASession()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = request => ScriptedAnswer.Ok(request.Header("Cookie") is null ? "log in" : "secret");
        await Expect.MissAsync(at.Gateway, "/profile", "log in");

        Assert.Equal("secret", (await at.Gateway.GetAsync("/profile", ("Cookie", "session=abc"))).Text);
        await Expect.HitAsync(at.Gateway, "/profile", "log in");
    }
}
