using System.Net;
using System.Text;
using CachingGateway.Commands;
using CachingGateway.Hosting;
using Xunit;

namespace CachingGateway.FunctionalTests.Commands;

public sealed class DemoTests
{
    private static ServeOptions FreePorts => new() { Urls = "http://127.0.0.1:0", ManagementUrls = "http://127.0.0.1:0" };

    [Fact]
    public async Task SameTwice_IsMissThenHitThenAskedPastIsBypass()
    {
        await using var demo = await Demo.StartAsync(FreePorts);
        using var client = new HttpClient { BaseAddress = demo.Tour.Gateway };

        Assert.Equal("MISS", await StatusAsync(client, Get("/v1/trigs/123")));
        Assert.Equal("HIT", await StatusAsync(client, Get("/v1/trigs/123")));
        var past = Get("/v1/trigs/123");
        past.Headers.Add("Cache-Control", "no-cache");
        Assert.Equal("BYPASS", await StatusAsync(client, past));
        Assert.Equal("""{"GET /v1/trigs/{trig_id}":2}""", await client.GetStringAsync(new Uri(demo.Tour.Origin, "/_origin/calls")));
    }

    [Fact]
    public async Task RecommendationsInAnotherOrderOfMembers_AreOneEntry()
    {
        await using var demo = await Demo.StartAsync(FreePorts);
        using var client = new HttpClient { BaseAddress = demo.Tour.Gateway };

        Assert.Equal("MISS", await StatusAsync(client, Recommend("""{"budget":3000,"difficulty":2}""")));
        Assert.Equal("HIT", await StatusAsync(client, Recommend("""{ "difficulty": 2, "budget": 3000 }""")));
    }

    [Fact]
    public async Task Tour_NamesWhatRunsWhere()
    {
        await using var demo = await Demo.StartAsync(FreePorts);

        var tour = demo.Tour.ToString();

        Assert.True(File.Exists(demo.Tour.Policy));
        Assert.Contains(demo.Tour.Policy, tour, StringComparison.Ordinal);
        Assert.Contains($"curl -i http://127.0.0.1:{demo.Tour.Gateway.Port}/v1/trigs/123 ", tour, StringComparison.Ordinal);
        Assert.Contains($"curl http://127.0.0.1:{demo.Tour.Origin.Port}/_origin/calls", tour, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortTaken_IsOneReadableMessage()
    {
        await using var demo = await Demo.StartAsync(FreePorts);

        var fault = await Assert.ThrowsAsync<StartException>(() => Demo.StartAsync(FreePorts with { Urls = demo.Tour.Gateway.ToString() }));

        Assert.Equal($"Failed to bind to address http://127.0.0.1:{demo.Tour.Gateway.Port}: address already in use.", fault.Message);
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static HttpRequestMessage Recommend(string body) =>
        new(HttpMethod.Post, "/api/v2/recommendations") { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static async Task<string> StatusAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await response.Content.ReadAsByteArrayAsync();
            return response.Headers.GetValues("X-Cache-Status").Single();
        }
    }
}
