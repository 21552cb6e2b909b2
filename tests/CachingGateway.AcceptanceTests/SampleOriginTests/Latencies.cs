using System.Collections.Concurrent;
using System.Net.Http.Json;
using SampleOrigin;
using Xunit;

namespace CachingGateway.AcceptanceTests.SampleOriginTests;

public sealed class Latencies
{
    private static readonly LatencyRange Range = new(500, 2500);

    [Fact]
    public void SameSeed_GivesTheSameLatenciesWithinTheRange()
    {
        var first = Draw(new SampleOriginOptions { Seed = 7 });
        var again = Draw(new SampleOriginOptions { Seed = 7 });
        var other = Draw(new SampleOriginOptions { Seed = 8 });

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.All(first, latency => Assert.InRange(latency.TotalMilliseconds, 500, 2500));
        Assert.InRange(first.Average(latency => latency.TotalMilliseconds), 1400, 1600);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.1, 50, 250)]
    public void Scale_Multiplies(double scale, int min, int max) => Assert.All(
        Draw(new SampleOriginOptions { LatencyScale = scale }),
        latency => Assert.InRange(latency.TotalMilliseconds, min, max));

    [Fact]
    public async Task Endpoint_WaitsWithinItsRangeAfterReading()
    {
        var clock = new ImpatientClock();
        await using var origin = await SampleOriginServer.StartAsync(new SampleOriginOptions { Time = clock });
        using var client = new HttpClient { BaseAddress = origin.Address };

        using var response = await client.PostAsJsonAsync("/api/v2/recommendations", new { budget = 2000 });

        response.EnsureSuccessStatusCode();
        Assert.InRange(Assert.Single(clock.Waits).TotalMilliseconds, 500, 2500);
    }

    [Fact]
    public async Task NoScale_WaitsForNothing()
    {
        var clock = new ImpatientClock();
        await using var origin = await SampleOriginServer.StartAsync(new SampleOriginOptions { Time = clock, LatencyScale = 0 });
        using var client = new HttpClient { BaseAddress = origin.Address };

        await client.GetStringAsync("/v1/stats/site");

        Assert.Empty(clock.Waits);
    }

    private static List<TimeSpan> Draw(SampleOriginOptions options)
    {
        var source = new LatencySource(options);
        return [.. Enumerable.Range(0, 1000).Select(_ => source.Next(Range))];
    }

    /// <summary>A clock on which every wait is noted and over at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Enqueue(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
