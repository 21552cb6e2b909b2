using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace CachingGateway.AcceptanceTests.SampleOriginTests;

public sealed class SmartTripEndpoints : OriginFixture
{
    [Theory]
    [InlineData("/api/locations", "countries")]
    [InlineData("/api/trip-types", "data")]
    [InlineData("/api/tags", "data")]
    [InlineData("/api/guides", "data")]
    [InlineData("/api/v2/companies", "data")]
    public async Task Lists_CountTheirRecords(string path, string member)
    {
        var list = await GetAsync(path);

        Assert.True((bool)list["success"]!);
        Assert.Equal((int)list["count"]!, list[member]!.AsArray().Count);
        Assert.Equal(1, (long)list["version"]!);
    }

    [Fact]
    public async Task Template_NamesItsCompanyAndGuides()
    {
        var template = (await GetAsync("/api/v2/templates/12"))["data"]!;

        Assert.Equal(12, (int)template["id"]!);
        Assert.NotEmpty((string)template["company"]!["name"]!);
        Assert.NotEmpty((string)template["guides"]![0]!["name"]!);
        Assert.NotNull(template["updated_at"]);
    }

    [Theory]
    [InlineData("/api/v2/templates/9999")]
    [InlineData("/api/v2/occurrences/9999")]
    public async Task Unknown_Is404InJson(string path)
    {
        using var response = await Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False((bool)(await JsonOf(response))["success"]!);
    }

    [Fact]
    public async Task Recommendations_FollowTheBody()
    {
        var japan = await RecommendAsync("""{"selected_countries":["JP"],"limit":3}""");
        var europe = await RecommendAsync("""{"selected_continents":["Europe"],"preferred_type_id":4,"limit":50}""");

        Assert.All(japan["data"]!.AsArray(), trip => Assert.Equal("JP", (string?)trip!["countries"]![0]));
        Assert.InRange((int)japan["count"]!, 1, 3);
        var scores = europe["data"]!.AsArray().Select(trip => (int)trip!["match_score"]!).ToList();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(4, (int)europe["preferences"]!["preferred_type_id"]!);
    }

    [Fact]
    public async Task RecommendationsInAnotherOrderOfMembers_AreTheSame()
    {
        var one = await RecommendAsync("""{"budget":3000,"difficulty":2}""");
        var two = await RecommendAsync("""{ "difficulty": 2, "budget": 3000 }""");

        Assert.Equal(one.ToJsonString(), two.ToJsonString());
    }

    [Theory]
    [InlineData("/api/v2/recommendations", "[1]")]
    [InlineData("/api/v2/recommendations", "")]
    [InlineData("/api/events/batch", """{"events":[]}""")]
    public async Task BadBody_Is400(string path, string body)
    {
        using var response = await Client.PostAsync(path, Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task ChangedTemplate_ShowsInItselfAndInRecommendations()
    {
        using var changed = await Client.PutAsJsonAsync("/api/v2/templates/5", new { title = "Quite Another Trip" });
        var version = OriginVersion(changed);

        Assert.Equal(version, (long)(await GetAsync("/api/v2/templates/5"))["data"]!["version"]!);
        Assert.Equal(version, (long)(await RecommendAsync("{}"))["version"]!);
        Assert.Equal(1, (long)(await GetAsync("/api/v2/templates/6"))["data"]!["version"]!);
    }

    [Fact]
    public async Task ChangedCompany_GivesItsVersionToItsTemplates()
    {
        var company = (int)(await GetAsync("/api/v2/templates/5"))["data"]!["company"]!["id"]!;
        using var changed = await Client.PutAsJsonAsync($"/api/v2/companies/{company}", new { name = "Renamed" });
        var template = (await GetAsync("/api/v2/templates/5"))["data"]!;

        Assert.Equal("Renamed", (string?)template["company"]!["name"]);
        Assert.Equal(OriginVersion(changed), (long)template["version"]!);
    }

    [Fact]
    public async Task ChangedGuideOccurrenceAndTags_HaveNewVersions()
    {
        using var guide = await Client.PutAsJsonAsync("/api/guides/1", new { bio = "Retired." });
        using var occurrence = await Client.PutAsJsonAsync("/api/v2/occurrences/1", new { spots_left = 1 });
        using var tag = await Client.PostAsJsonAsync("/api/tags", new { name = "Rail" });

        Assert.Equal(2, (long)(await GetAsync("/api/guides"))["version"]!);
        Assert.Equal(3, (long)(await GetAsync("/api/v2/occurrences/1"))["data"]!["version"]!);
        Assert.Equal(4, (long)(await GetAsync("/api/locations"))["version"]!);
        Assert.Equal(11, (int)(await GetAsync("/api/tags"))["count"]!);
    }

    [Fact]
    public async Task EventBatch_IsProcessed()
    {
        using var response = await Client.PostAsJsonAsync(
            "/api/events/batch", new { events = new[] { new { event_type = "search" }, new { event_type = "click_trip" } } });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(2, (int)(await JsonOf(response))["processed"]!);
    }

    private async Task<JsonNode> RecommendAsync(string body)
    {
        using var response = await Client.PostAsync("/api/v2/recommendations", Json(body));
        response.EnsureSuccessStatusCode();
        return await JsonOf(response);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
