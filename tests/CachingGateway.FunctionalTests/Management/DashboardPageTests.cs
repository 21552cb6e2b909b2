using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Management;

/// <summary>The dashboard's page, as it is served. What a person sees of it is not told here.</summary>
public sealed class DashboardPageTests
{
    [Theory]
    [InlineData("/", "text/html; charset=utf-8", "<main>")]
    [InlineData("/dashboard/page.css", "text/css; charset=utf-8", "prefers-color-scheme")]
    [InlineData("/dashboard/page.js", "text/javascript; charset=utf-8", "sessionStorage")]
    public async Task Page_IsWholeAndStrict(string path, string type, string part)
    {
        await using var at = await TestEnvironment.StartAsync();
        using var client = new HttpClient { BaseAddress = at.Gateway.ManagementAddress };

        using var response = await client.GetAsync(path);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Contains(part, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; script-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task DataListener_KnowsNothingOfIt()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/dashboard/page.js", "the origin's own");

        Assert.Equal("the origin's own", (await at.Gateway.GetAsync("/dashboard/page.js")).Text);
    }
}
