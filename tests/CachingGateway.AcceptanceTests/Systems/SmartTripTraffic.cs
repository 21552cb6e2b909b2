using Xunit;

namespace CachingGateway.AcceptanceTests.Systems;

/// <summary>
/// Whether SmartTrip's hit rates are reached by a minute of modelled traffic: 1,500 requests of visitors who arrive at the lists,
/// search, and open trips. Trips and searches are asked for by a Zipf law, as catalogues are. A minute is the shortest time to
/// live, and the cache is empty when it begins: what lives longer does better than here. The sequence is the same each time.
/// </summary>
[Collection(nameof(SmartTrip))]
public sealed class SmartTripTraffic() : SystemFixture("smarttrip.json")
{
    private const int Requests = 1500;
    private const int Templates = 120;
    private const int Occurrences = 480;
    private const int Searches = 300;

    private readonly Random _random = new(20);

    [Fact]
    public async Task MinuteOfTraffic_ReachesTheHitRatesAskedFor()
    {
        var counts = new Dictionary<string, (int Hits, int All)>(StringComparer.Ordinal);
        for (var request = 0; request < Requests; request++)
        {
            var (endpoint, path, body) = Next();
            var answer = body is null ? await Gateway.GetAsync(path) : await Gateway.PostAsync(path, body);
            Assert.InRange(answer.Status, 200, 201);
            var (hits, all) = counts.GetValueOrDefault(endpoint);
            counts[endpoint] = (hits + (answer.CacheStatus == "HIT" ? 1 : 0), all + 1);
        }

        Assert.Multiple(
            () => AssertRate(0.80, counts["locations"]),
            () => AssertRate(0.80, counts["trip-types"]),
            () => AssertRate(0.80, counts["tags"]),
            () => AssertRate(0.60, counts["guides"]),
            () => AssertRate(0.60, counts["companies"]),
            () => AssertRate(0.30, counts["recommendations"]),
            () => AssertRate(0.70, counts["template"]),
            () => AssertRate(0.50, counts["occurrence"]),
            () => Assert.Equal(0, counts["events"].Hits));
        var hitsInAll = counts.Values.Sum(count => count.Hits);
        AssertRate(0.50, (hitsInAll, Requests));
        // Each request is a hit or one call: the origin is spared what was hit, and the model asks for at least 40 % of it.
        Assert.Equal(Requests - hitsInAll, Origin.Calls.Total);
        Assert.InRange(Origin.Calls.Total, 1, Requests * 6 / 10);
    }

    private static void AssertRate(double least, (int Hits, int All) count) =>
        Assert.True(count.Hits >= least * count.All, $"{count.Hits} of {count.All} were hits; at least {least:P0} are asked for");

    private (string Endpoint, string Path, string? Body) Next() => _random.Next(100) switch
    {
        < 6 => ("locations", "/api/locations", null),
        < 12 => ("trip-types", "/api/trip-types", null),
        < 18 => ("tags", "/api/tags", null),
        < 23 => ("guides", "/api/guides", null),
        < 28 => ("companies", "/api/v2/companies", null),
        < 46 => ("recommendations", "/api/v2/recommendations", Search(Zipf(Searches))),
        < 76 => ("template", $"/api/v2/templates/{Zipf(Templates)}", null),
        < 92 => ("occurrence", $"/api/v2/occurrences/{Zipf(Occurrences)}", null),
        _ => ("events", "/api/events/batch", """{"events":[{"type":"page_view"}]}"""),
    };

    /// <summary>A visitor's wishes; browsers write their members in one order or the other.</summary>
    private string Search(int number)
    {
        var (budget, difficulty) = (1000 + (100 * (number / 5)), 1 + (number % 5));
        return _random.Next(2) == 0
            ? $$"""{"budget":{{budget}},"difficulty":{{difficulty}}}"""
            : $$"""{ "difficulty": {{difficulty}}, "budget": {{budget}} }""";
    }

    /// <summary>From 1 to <paramref name="count"/>, each the more seldom the higher: by 1 / rank.</summary>
    private int Zipf(int count)
    {
        var draw = _random.NextDouble() * Enumerable.Range(1, count).Sum(rank => 1.0 / rank);
        for (var rank = 1; rank < count; rank++)
        {
            draw -= 1.0 / rank;
            if (draw < 0)
                return rank;
        }

        return count;
    }
}
