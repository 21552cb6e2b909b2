using System.Net.Http.Json;
using Xunit;

namespace CachingGateway.AcceptanceTests.SampleOriginTests;

public sealed class CountedCalls : OriginFixture
{
    [Fact]
    public async Task Calls_AreCountedByMethodAndRoute()
    {
        await GetAsync("/v1/trigs/1");
        await GetAsync("/v1/trigs/2?include=stats");
        using var head = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/trigs/3"));
        using var missing = await Client.GetAsync("/v1/trigs/99999");
        using var unmatched = await Client.GetAsync("/elsewhere");
        using var post = await Client.PostAsJsonAsync("/api/v2/recommendations", new { });

        Assert.Equal(3, Origin.Calls["GET /v1/trigs/{trig_id}"]);
        Assert.Equal(1, Origin.Calls["HEAD /v1/trigs/{trig_id}"]);
        Assert.Equal(1, Origin.Calls["POST /api/v2/recommendations"]);
        Assert.Equal(1, Origin.Calls["unmatched"]);
        Assert.Equal(0, Origin.Calls["GET /v1/trigs"]);
        Assert.Equal(6, Origin.Calls.Total);
    }

    [Fact]
    public async Task CallsPage_ShowsTheCountsAndCanBeginAgain()
    {
        await Task.WhenAll(Enumerable.Range(1, 100).Select(id => GetAsync($"/v1/logs/{id}")));

        var counts = await GetAsync("/_origin/calls");
        using var reset = await Client.DeleteAsync("/_origin/calls");

        Assert.Equal("""{"GET /v1/logs/{log_id}":100}""", counts.ToJsonString());
        Assert.Empty((await GetAsync("/_origin/calls")).AsObject());
        Assert.Equal(0, Origin.Calls.Total);
    }
}
