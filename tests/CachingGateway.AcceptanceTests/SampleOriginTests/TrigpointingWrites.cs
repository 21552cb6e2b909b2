using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace CachingGateway.AcceptanceTests.SampleOriginTests;

public sealed class TrigpointingWrites : OriginFixture
{
    [Fact]
    public async Task NewLog_GivesItsVersionToTrigUserAndLists()
    {
        var before = await GetAsync("/v1/trigs/7?include=stats");
        using var created = await Client.PostAsJsonAsync(
            "/v1/logs", new { trig_id = 7, user_id = 3, score = 9, comment = "Windy." });

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var version = OriginVersion(created);
        Assert.Equal(2, version);
        Assert.Equal(version, (long)(await JsonOf(created))["version"]!);
        var trig = await GetAsync("/v1/trigs/7?include=stats");
        Assert.Equal(version, (long)trig["version"]!);
        Assert.Equal((int)before["stats"]!["logs_count"]! + 1, (int)trig["stats"]!["logs_count"]!);
        Assert.Equal(version, (long)(await GetAsync("/v1/users/3"))["version"]!);
        Assert.Equal(version, (long)(await GetAsync("/v1/trigs/7/logs"))["version"]!);
        Assert.Equal(2001, (int)(await GetAsync("/v1/stats/site"))["total_logs"]!);
        Assert.Equal("Windy.", (string?)(await GetAsync("/v1/logs?limit=1"))["items"]![0]!["comment"]);
        Assert.Equal(1, (long)(await GetAsync("/v1/trigs/8"))["version"]!);
    }

    [Fact]
    public async Task ChangedThenDeletedLog_IsNewAndThenGone()
    {
        using var changed = await Client.PutAsJsonAsync("/v1/logs/5", new { comment = "Corrected." });
        var log = await GetAsync("/v1/logs/5");
        using var deleted = await Client.DeleteAsync("/v1/logs/5");
        using var gone = await Client.GetAsync("/v1/logs/5");

        Assert.Equal("Corrected.", (string?)log["comment"]);
        Assert.Equal(OriginVersion(changed), (long)log["version"]!);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(OriginVersion(changed) + 1, OriginVersion(deleted));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task PhotoFromItsFirstToItsLastDay_ChangesItsLog()
    {
        using var created = await Client.PostAsJsonAsync("/v1/photos", new { log_id = 9, caption = "The pillar" });
        var id = (int)(await JsonOf(created))["id"]!;
        using var changed = await Client.PutAsJsonAsync($"/v1/photos/{id}", new { caption = "The pillar in snow" });

        Assert.Equal("The pillar in snow", (string?)(await GetAsync($"/v1/photos/{id}"))["caption"]);
        Assert.Equal(OriginVersion(changed), (long)(await GetAsync("/v1/logs/9"))["version"]!);
        using var deleted = await Client.DeleteAsync($"/v1/photos/{id}");
        using var gone = await Client.GetAsync($"/v1/photos/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(OriginVersion(deleted), (long)(await GetAsync("/v1/logs/9"))["version"]!);
    }

    [Fact]
    public async Task UserFromFirstToLastDay_IsInTheList()
    {
        using var created = await Client.PostAsJsonAsync("/v1/users", new { name = "newcomer", firstname = "Nell" });
        using var again = await Client.PostAsJsonAsync("/v1/users", new { name = "Newcomer" });
        using var changed = await Client.PutAsJsonAsync("/v1/users/81", new { about = "New here." });
        var found = await GetAsync("/v1/users?name=newcomer");
        using var deleted = await Client.DeleteAsync("/v1/users/81");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(OriginVersion(created), OriginVersion(again));
        Assert.Equal("New here.", (string?)found["items"]![0]!["about"]);
        Assert.Equal(80, (int)(await GetAsync("/v1/stats/site"))["total_users"]!);
    }

    [Fact]
    public async Task UserWithLogsDeleted_TakesThemAlong()
    {
        using var deleted = await Client.DeleteAsync("/v1/users/1");

        Assert.Equal(0, (int)(await GetAsync("/v1/logs?user_id=1"))["pagination"]!["total"]!);
        Assert.Equal(0, (int)(await GetAsync("/v1/photos?user_id=1"))["pagination"]!["total"]!);
        Assert.Equal(OriginVersion(deleted), (long)(await GetAsync("/v1/trigs/1"))["version"]!);
    }

    [Fact]
    public async Task ChangedTrig_ShowsTheChange()
    {
        using var changed = await Client.PutAsJsonAsync("/v1/trigs/12", new { condition = "T" });
        var trig = await GetAsync("/v1/trigs/12");

        Assert.Equal("T", (string?)trig["condition"]);
        Assert.Equal(OriginVersion(changed), (long)trig["version"]!);
    }

    [Fact]
    public async Task NumberOfADeletedLog_IsNotUsedAgain()
    {
        using var deleted = await Client.DeleteAsync("/v1/logs/2000");
        using var created = await Client.PostAsJsonAsync("/v1/logs", new { trig_id = 1, user_id = 1 });

        Assert.Equal(2001, (int)(await JsonOf(created))["id"]!);
    }

    [Theory]
    [InlineData("/v1/logs", "{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/v1/logs", "{", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/v1/logs", """{"trig_id":99999,"user_id":1}""", HttpStatusCode.NotFound)]
    [InlineData("/v1/photos", """{"log_id":99999}""", HttpStatusCode.NotFound)]
    public async Task RefusedWrite_ChangesNothing(string path, string body, HttpStatusCode status)
    {
        using var refused = await Client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(status, refused.StatusCode);
        Assert.Equal(1, (long)(await GetAsync("/v1/stats/site"))["version"]!);
    }
}
