using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace CachingGateway.AcceptanceTests.SampleOriginTests;

public sealed class TrigpointingReads : OriginFixture
{
    [Fact]
    public async Task OneTrig_HasItsPlaceInBritain()
    {
        var trig = await GetAsync("/v1/trigs/4");

        Assert.Equal("TP0004", (string?)trig["waypoint"]);
        Assert.Equal("Worcestershire Beacon", (string?)trig["name"]);
        Assert.Equal("SO 76880 45230", (string?)trig["osgb_gridref"]);
        Assert.Equal(52.105, (double)trig["wgs_lat"]!, 0.003);
        Assert.Equal(-2.339, (double)trig["wgs_long"]!, 0.003);
        Assert.Equal(1, (long)trig["version"]!);
        Assert.NotNull(trig["updated_at"]);
        Assert.Null(trig["details"]);
    }

    [Fact]
    public async Task EveryTrig_LiesInGreatBritain()
    {
        for (var skip = 0; skip < 500; skip += 100)
        {
            var page = await GetAsync($"/v1/trigs?skip={skip}&limit=100");
            Assert.All(page["items"]!.AsArray(), trig =>
            {
                Assert.InRange((double)trig!["wgs_lat"]!, 49.9, 59);
                Assert.InRange((double)trig["wgs_long"]!, -6.5, 1.8);
                Assert.Matches("^[HNOST][A-HJ-Z] [0-9]{5} [0-9]{5}$", (string)trig["osgb_gridref"]!);
            });
        }
    }

    [Fact]
    public async Task Include_AddsItsParts()
    {
        var trig = await GetAsync("/v1/trigs/1?include=details,stats");
        var log = await GetAsync("/v1/logs/1?include=photos");
        var user = await GetAsync("/v1/users/1?include=stats,breakdown");

        Assert.Equal(1345, (int)trig["details"]!["height"]!);
        Assert.True((int)trig["stats"]!["logs_count"]! > 0);
        Assert.IsType<JsonArray>(log["photos"]);
        Assert.NotEmpty(user["breakdown"]!["by_county"]!.AsObject());
    }

    [Fact]
    public async Task Pages_FollowEachOther()
    {
        var first = await GetAsync("/v1/logs?limit=5&trig_id=1");
        var second = await GetAsync((string)first["links"]!["next"]!);

        Assert.Equal(5, first["items"]!.AsArray().Count);
        Assert.True((bool)first["pagination"]!["has_more"]!);
        Assert.Equal(5, (int)second["pagination"]!["skip"]!);
        Assert.All(second["items"]!.AsArray(), log => Assert.Equal(1, (int)log!["trig_id"]!));
        Assert.NotEqual((int)first["items"]![4]!["id"]!, (int)second["items"]![0]!["id"]!);
        Assert.Null(first["links"]!["prev"]);
    }

    [Fact]
    public async Task SiteStats_CountTheData()
    {
        var stats = await GetAsync("/v1/stats/site");

        Assert.Equal(500, (int)stats["total_trigs"]!);
        Assert.Equal(80, (int)stats["total_users"]!);
        Assert.Equal(2000, (int)stats["total_logs"]!);
        Assert.True((int)stats["total_photos"]! > 100);
        Assert.True((int)stats["recent_7d"]!["logs"]! > 0);
    }

    [Theory]
    [InlineData("/v1/trigs/1/logs")]
    [InlineData("/v1/trigs/1/photos")]
    [InlineData("/v1/users/1/logs")]
    [InlineData("/v1/users/1/photos")]
    [InlineData("/v1/users")]
    [InlineData("/v1/photos")]
    public async Task Lists_HaveItemsAndTotal(string path)
    {
        var list = await GetAsync(path);

        Assert.NotEmpty(list["items"]!.AsArray());
        Assert.InRange((int)list["pagination"]!["total"]!, list["items"]!.AsArray().Count, 2000);
    }

    [Theory]
    [InlineData("/v1/trigs/99999")]
    [InlineData("/v1/trigs/abc")]
    [InlineData("/v1/trigs/99999/logs")]
    [InlineData("/v1/trigs/99999/map")]
    [InlineData("/v1/users/99999")]
    [InlineData("/v1/users/99999/badge")]
    [InlineData("/v1/logs/99999")]
    [InlineData("/v1/photos/99999")]
    [InlineData("/v1/nothing")]
    public async Task Unknown_Is404InJson(string path)
    {
        using var response = await Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.EndsWith("ound", (string)(await JsonOf(response))["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/trigs?limit=0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/v1/trigs?limit=101", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/v1/logs?skip=-1", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/v1/trigs/1?include=everything", HttpStatusCode.BadRequest)]
    [InlineData("/v1/trigs/1/map?width=5000", HttpStatusCode.UnprocessableEntity)]
    public async Task BadParameter_IsRefusedInJson(string path, HttpStatusCode status)
    {
        using var response = await Client.GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        Assert.NotNull((await JsonOf(response))["detail"]);
    }

    [Fact]
    public async Task Answers_SayNothingOfCachesButTheirLength()
    {
        using var response = await Client.GetAsync("/v1/trigs/123");

        Assert.Null(response.Headers.CacheControl);
        Assert.Null(response.Headers.ETag);
        Assert.Null(response.Content.Headers.LastModified);
        Assert.Null(response.Content.Headers.Expires);
        Assert.True(response.Content.Headers.ContentLength > 100);
        Assert.Equal(1, OriginVersion(response));
    }

    [Fact]
    public async Task Head_IsAGetWithoutItsBody()
    {
        using var head = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/trigs/123"));
        using var get = await Client.GetAsync("/v1/trigs/123");

        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }
}
