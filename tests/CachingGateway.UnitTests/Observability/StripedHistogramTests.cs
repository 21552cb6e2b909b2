using System.Diagnostics.Metrics;
using CachingGateway.Observability;
using Xunit;

namespace CachingGateway.UnitTests.Observability;

public class StripedHistogramTests
{
    private static readonly double[] Bounds = [0.001, 0.01, 0.1];

    [Fact]
    public void Times_FallIntoTheBucketWhoseBoundTheyDoNotExceed()
    {
        var histogram = Recorded(0, 1, 2, 10, 100, 101);

        Assert.Equal([2, 2, 1, 1], histogram.Read().Counts);
        Assert.Equal(0.214, histogram.Read().Sums.Sum(), 6);
    }

    [Fact]
    public void Quantile_IsTakenFromItsBucketAsIfEvenlySpread_AndFromTheLastByItsMean()
    {
        var even = Recorded([.. Enumerable.Repeat(5L, 100)]).Read();
        Assert.Equal(5.5, even.Quantile(0.5)!.Value.TotalMilliseconds, 3);
        Assert.Equal(9.91, even.Quantile(0.99)!.Value.TotalMilliseconds, 3);
        Assert.Equal(5, even.Mean!.Value.TotalMilliseconds, 3);

        Assert.Equal(400, Recorded(1, 300, 500).Read().Quantile(0.99)!.Value.TotalMilliseconds, 3);
    }

    [Fact]
    public void NothingRecorded_HasNoMeanAndNoQuantile() =>
        Assert.Equal((null, null), (Recorded().Read().Mean, Recorded().Read().Quantile(0.99)));

    [Fact]
    public async Task ManyThreads_LoseNothing()
    {
        var histogram = new StripedHistogram(Bounds, 1000);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
                histogram.Record(i % 200);
        })));

        Assert.Equal(160_000, histogram.Read().Count);
        Assert.Equal(8 * 20_000 / 200 * Enumerable.Range(0, 200).Sum() / 1000.0, histogram.Read().Sums.Sum(), 3);
    }

    [Fact]
    public void Feed_HandsOnWhatWasGained_IntoTheSameBuckets()
    {
        using var meter = new Meter("test");
        var handedOn = new List<double>();
        using var listener = new MeterListener();
        var instrument = meter.CreateSeconds("times", "Times.", Bounds);
        listener.EnableMeasurementEvents(instrument);
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => handedOn.Add(value));
        var histogram = Recorded(1, 3, 5, 300);
        var feed = new HistogramFeed(histogram, instrument, new("route", "a"));

        feed.Flush();
        Assert.Equal([0.001, 0.004, 0.004, 0.3], handedOn);
        feed.Flush();
        Assert.Equal(4, handedOn.Count);
        histogram.Record(50);
        feed.Flush();
        Assert.Equal(0.05, handedOn[^1], 6);
        Assert.Equal(5, handedOn.Count);
    }

    private static StripedHistogram Recorded(params long[] milliseconds)
    {
        var histogram = new StripedHistogram(Bounds, 1000);
        foreach (var time in milliseconds)
            histogram.Record(time);
        return histogram;
    }
}
