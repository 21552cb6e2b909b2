using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Invalidation.Records;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation.Protocol;

public class InvalidationViewTests
{
    private readonly InvalidationView _view = new(generation: 7, knownSince: 0);

    [Theory]
    [InlineData(7, 0, nameof(Standing.Retired))]
    [InlineData(7, 1, nameof(Standing.Valid))]
    [InlineData(7, 9, nameof(Standing.Valid))]
    [InlineData(8, 9, nameof(Standing.Retired))]
    [InlineData(0, 0, nameof(Standing.Retired))]
    public void PurgedAtOne_StandingIsByTheFence(ulong generation, long sequence, string expected)
    {
        Take(1, InvalidationMode.Purge, "t");

        Assert.Equal(expected, _view.StandingOf(Entry(generation, sequence)).ToString());
    }

    [Fact]
    public void Soft_IsStaleSinceThen_AndStaysSo()
    {
        var entry = Entry(7, 0);
        Take(1, InvalidationMode.Soft, "t");
        Take(2, InvalidationMode.Purge, "other");

        Assert.Equal(Standing.Soft, _view.StandingOf(entry));
        Assert.Equal((2, 1000), (entry.CheckedTo, entry.SoftSince));
        Assert.Equal(Standing.Soft, _view.StandingOf(entry));
    }

    [Fact]
    public void CheckedToLessThanTheFloor_IsRetired_WhoeverIsNamed()
    {
        Take(1, InvalidationMode.Purge, "other");
        var (older, newer) = (Entry(7, 0), Entry(7, 1));
        _view.RaiseFloor(1);

        Assert.Equal(Standing.Retired, _view.StandingOf(older));
        Assert.Equal(Standing.Valid, _view.StandingOf(newer));
    }

    [Fact]
    public void RecordBeforeItsHead_IsNotMissedLater()
    {
        var entry = Entry(7, 0);
        _view.Apply(Record(1, InvalidationMode.Purge, "other"));
        Assert.Equal(Standing.Valid, _view.StandingOf(entry));
        Assert.Equal(0, entry.CheckedTo);

        _view.Apply(Record(2, InvalidationMode.Purge, "t"));
        _view.Advance(2);

        Assert.Equal(Standing.Retired, _view.StandingOf(entry));
    }

    [Fact]
    public void SentBeforeAMatchingRecord_SuitsWhoCameBeforeIt()
    {
        Take(1, InvalidationMode.Purge, "other");
        Assert.True(Suits(0, arrival: 1));

        Take(2, InvalidationMode.Purge, "t");

        Assert.False(Suits(0, arrival: 2));
        Assert.True(Suits(2, arrival: 2));
        // His own arrival is before it, but it may hide one that was not.
        Assert.False(Suits(0, arrival: 1));
        Assert.True(Suits(0, arrival: 0));
    }

    [Fact]
    public void SentBeforeTheFloor_SuitsNobodyWhoKnewMore()
    {
        Take(1, InvalidationMode.Purge, "other");
        _view.RaiseFloor(1);

        Assert.False(Suits(0, arrival: 1));
    }

    [Fact]
    public void Trust_IsNotShortened_ButTakenAway()
    {
        _view.Trust(100);
        _view.Trust(50);

        Assert.True(_view.IsTrusted(99));
        Assert.False(_view.IsTrusted(100));
        Assert.True(_view.IsTrusted(109, grace: 10));

        _view.Distrust();
        Assert.False(_view.IsTrusted(0, grace: 10));
    }

    /// <summary>
    /// While records come and old ones are pruned: an entry that a record of a head or below names is never valid to who has read that
    /// head before he looks, whatever the writer is just doing.
    /// </summary>
    [Theory]
    [InlineData(nameof(TargetKind.Tag), "t")]
    [InlineData(nameof(TargetKind.Pattern), "n*")]
    public async Task OneWriterManyReaders_NothingNamedIsValid(string kindName, string text)
    {
        const int Looks = 100_000;
        var kind = Enum.Parse<TargetKind>(kindName);
        var readers = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Enumerable.Range(0, Looks).Count(_ =>
        {
            var head = _view.Head;
            // Every second record names it.
            return head >= 2 && _view.StandingOf(Entry(7, head - 2)) == Standing.Valid;
        }))));

        // As long as anybody reads.
        for (var i = 1; !readers.IsCompleted; i++)
        {
            _view.Apply(new InvalidationRecord(i, InvalidationMode.Purge, [i % 2 == 0 ? new(kind, text) : new(kind, $"x{i % 50}")], 0));
            _view.Advance(i);
            if (i % 100 == 0)
                _view.RaiseFloor(i - 20);
        }

        Assert.All(await readers, wrong => Assert.Equal(0, wrong));
    }

    private void Take(long sequence, InvalidationMode mode, string tag)
    {
        _view.Apply(Record(sequence, mode, tag));
        _view.Advance(sequence);
    }

    private bool Suits(long fence, long arrival) => _view.Suits(Entry(7, 0).Labels, new Fence(7, fence), new Fence(7, arrival));

    private static InvalidationRecord Record(long sequence, InvalidationMode mode, string tag) =>
        new(sequence, mode, [new InvalidationTarget(TargetKind.Tag, tag)], sequence * 1000);

    private static CacheEntry Entry(ulong generation, long sequence) => new()
    {
        Key = default,
        Variant = default,
        Name = "n",
        Route = "r",
        Tags = ["t"],
        Status = 200,
        Headers = [],
        Body = [],
        BornAt = 0,
        FreshUntil = long.MaxValue,
        Fingerprint = 0,
        Fence = new Fence(generation, sequence),
    };
}
