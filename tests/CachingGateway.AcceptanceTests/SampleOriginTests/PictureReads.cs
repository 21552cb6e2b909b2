using System.Net.Http.Json;
using Xunit;

namespace CachingGateway.AcceptanceTests.SampleOriginTests;

public sealed class PictureReads : OriginFixture
{
    [Theory]
    [InlineData("/v1/trigs/123/map", 256, 256)]
    [InlineData("/v1/trigs/123/map?width=320&height=100", 320, 100)]
    [InlineData("/v1/users/2/map?width=70&height=130", 70, 130)]
    [InlineData("/v1/users/2/badge", 200, 50)]
    [InlineData("/v1/users/2/badge?scale=3", 600, 150)]
    public async Task Picture_IsAPngOfTheSizeAskedFor(string path, int width, int height)
    {
        using var response = await Client.GetAsync(path);
        var png = Png.Read(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((width, height), (png.Width, png.Height));
    }

    [Fact]
    public async Task SameIdAndParameters_AreTheSamePixels()
    {
        var first = await Client.GetByteArrayAsync("/v1/trigs/123/map");
        var again = await Client.GetByteArrayAsync("/v1/trigs/123/map");
        var other = await Client.GetByteArrayAsync("/v1/trigs/124/map");

        Assert.Equal(first, again);
        Assert.NotEqual(Png.Read(first).Rows, Png.Read(other).Rows);
    }

    [Fact]
    public async Task NewLogs_ChangeMapAndBadge()
    {
        using var created = await Client.PostAsJsonAsync("/v1/users", new { name = "newcomer" });
        var map = Png.Read(await Client.GetByteArrayAsync("/v1/users/81/map"));
        var badge = Png.Read(await Client.GetByteArrayAsync("/v1/users/81/badge"));

        for (var trig = 1; trig <= 10; trig++)
            (await Client.PostAsJsonAsync("/v1/logs", new { trig_id = trig, user_id = 81 })).Dispose();

        Assert.NotEqual(map.Rows, Png.Read(await Client.GetByteArrayAsync("/v1/users/81/map")).Rows);
        Assert.NotEqual(badge.Rows, Png.Read(await Client.GetByteArrayAsync("/v1/users/81/badge")).Rows);
    }
}
