using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Records;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation.Records;

public class PatternListTests
{
    private readonly PatternList _patterns = new();

    [Fact]
    public void ManyOfAFewTexts_OnlyTheNewestCount_AndRoomIsBounded()
    {
        for (var i = 1; i <= 10_000; i++)
            _patterns.Add(i, InvalidationMode.Purge, $"n{i % 5}:*", i);

        Assert.Equal(5, _patterns.Count);
        Assert.True(Find("n0:x", 9_999).IsPurged);
        Assert.False(Find("n1:x", 9_996).IsPurged);
        Assert.True(Find("n1:x", 9_995).IsPurged);
    }

    [Fact]
    public void PurgeAndSoftOfOneText_AreKeptApart()
    {
        _patterns.Add(1, InvalidationMode.Purge, "n*", 10);
        _patterns.Add(2, InvalidationMode.Soft, "n*", 20);

        Assert.True(Find("n", 0) is { IsPurged: true, SoftSince: 20 });
        Assert.Equal(2, _patterns.Count);
    }

    [Fact]
    public void Pruned_IsForgotten()
    {
        for (var i = 1; i <= 40; i++)
            _patterns.Add(i, InvalidationMode.Purge, $"n{i}:*", i);

        _patterns.Prune(30);

        Assert.Equal(10, _patterns.Count);
        Assert.False(Find("n30:x", 0).IsPurged);
        Assert.True(Find("n31:x", 0).IsPurged);
    }

    /// <summary>
    /// Of a pattern that is invalidated again and again every reader finds one: the one before, or the next, but never neither.
    /// </summary>
    [Fact]
    public async Task ReadersWhileTheSamePatternComesAgain_AlwaysFindIt()
    {
        const int Looks = 300_000;
        _patterns.Add(1, InvalidationMode.Purge, "n:*", 0);
        var readers = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Enumerable.Range(0, Looks).Count(_ => !Find("n:x", 0).IsPurged))));

        // As long as anybody reads.
        for (var i = 2; !readers.IsCompleted; i++)
            _patterns.Add(i, InvalidationMode.Purge, i % 3 == 0 ? $"o{i % 7}" : "n:*", 0);

        Assert.All(await readers, missed => Assert.Equal(0, missed));
    }

    private MarksFound Find(string name, long after)
    {
        var found = default(MarksFound);
        _patterns.Find(name, after, ref found);
        return found;
    }
}
