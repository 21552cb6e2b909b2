using Xunit;

namespace CachingGateway.AcceptanceTests.Systems;

/// <summary>SmartTrip's times to live come from the variables that the service itself would have read.</summary>
[Collection(nameof(SmartTrip))]
public sealed class SmartTripSettings() : SystemFixture("smarttrip.json")
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["CACHE_DEFAULT_TTL"] = "700",
        ["CACHE_TTL_RESOURCES"] = "20m",
        ["CACHE_TTL_RECOMMENDATIONS"] = "400",
        ["CACHE_TTL_TEMPLATES"] = "90s",
        ["CACHE_TTL_OCCURRENCES"] = "2m",
    };

    public override Task InitializeAsync()
    {
        foreach (var (name, value) in Variables)
            Environment.SetEnvironmentVariable(name, value);
        return base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        foreach (var name in Variables.Keys)
            Environment.SetEnvironmentVariable(name, null);
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("/api/locations", 1200)]
    [InlineData("/api/guides", 700)]
    [InlineData("/api/v2/templates/12", 90)]
    [InlineData("/api/v2/occurrences/34", 120)]
    public async Task TimeToLive_IsTheEnvironments(string path, int ttl)
    {
        var (_, hit) = await TwiceAsync(() => Gateway.GetAsync(path));

        AssertFreshFor(ttl, hit);
    }

    [Fact]
    public async Task TimeToLiveOfRecommendations_IsTheEnvironments()
    {
        var (_, hit) = await TwiceAsync(() => Gateway.PostAsync("/api/v2/recommendations", """{"budget":1000}"""));

        AssertFreshFor(400, hit);
    }
}
