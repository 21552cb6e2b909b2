using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Records;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation.Records;

public class RecordIndexTests
{
    private static readonly ulong Url = TargetId.Of(TargetKind.Url, "/a?b=1");
    private static readonly uint Host = TargetId.OfHost("example.org");

    private readonly RecordIndex _index = new();

    [Theory]
    [InlineData(nameof(TargetKind.Tag), "t1", true)]
    [InlineData(nameof(TargetKind.Tag), "t2", true)]
    [InlineData(nameof(TargetKind.Tag), "t3", false)]
    [InlineData(nameof(TargetKind.Tag), "name:1", false)]
    [InlineData(nameof(TargetKind.Key), "name:1", true)]
    [InlineData(nameof(TargetKind.Key), "name:2", false)]
    [InlineData(nameof(TargetKind.Key), "t1", false)]
    [InlineData(nameof(TargetKind.Pattern), "name:*", true)]
    [InlineData(nameof(TargetKind.Pattern), "name:?", true)]
    [InlineData(nameof(TargetKind.Pattern), "nome:*", false)]
    [InlineData(nameof(TargetKind.Route), "route", true)]
    [InlineData(nameof(TargetKind.Route), "router", false)]
    [InlineData(nameof(TargetKind.Url), "/a?b=1", true)]
    [InlineData(nameof(TargetKind.Url), "/a?b=2", false)]
    [InlineData(nameof(TargetKind.Url), "example.org /a?b=1", true)]
    [InlineData(nameof(TargetKind.Url), "example.com /a?b=1", false)]
    [InlineData(nameof(TargetKind.Host), "example.org", true)]
    [InlineData(nameof(TargetKind.Host), "example.com", false)]
    [InlineData(nameof(TargetKind.All), "", true)]
    public void Target_NamesWhatItSays(string kind, string text, bool isNamed)
    {
        Add(1, InvalidationMode.Purge, new InvalidationTarget(Enum.Parse<TargetKind>(kind), text));

        Assert.Equal(isNamed, _index.Find(Labels(Host), 0).IsPurged);
    }

    [Fact]
    public void UrlOfAHost_NamesResponsesOfEveryHost()
    {
        Add(1, InvalidationMode.Purge, new InvalidationTarget(TargetKind.Url, "example.com /a?b=1"));

        Assert.True(_index.Find(Labels(0), 0).IsPurged);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(6, false)]
    public void OnlyGreaterSequences_Count(long after, bool isNamed)
    {
        Add(5, InvalidationMode.Purge, Tag("t1"));

        Assert.Equal(isNamed, _index.Find(Labels(0), after).IsAny);
    }

    [Fact]
    public void SoftAfterPurge_DoesNotHideIt()
    {
        Add(1, InvalidationMode.Purge, Tag("t1"));
        Add(2, InvalidationMode.Soft, Tag("t1"));

        Assert.True(_index.Find(Labels(0), 0) is { IsPurged: true, SoftSince: 2000 });
        Assert.True(_index.Find(Labels(0), 1) is { IsPurged: false, SoftSince: 2000 });
    }

    [Fact]
    public void PurgeAfterPurge_TheNewerCounts()
    {
        Add(1, InvalidationMode.Purge, Tag("t1"));
        Add(7, InvalidationMode.Purge, Tag("t1"));

        Assert.True(_index.Find(Labels(0), 6).IsPurged);
        Assert.Equal(1, _index.Count);
    }

    [Fact]
    public void OfSeveralSoftOnes_TheEarliestIsSince()
    {
        Add(3, InvalidationMode.Soft, Tag("t2"));
        Add(4, InvalidationMode.Soft, Tag("t1"));

        Assert.Equal(3000, _index.Find(Labels(0), 0).SoftSince);
    }

    [Fact]
    public void Pruned_IsForgotten_AndTheRestStays()
    {
        Add(1, InvalidationMode.Purge, Tag("t1"));
        Add(2, InvalidationMode.Purge, new InvalidationTarget(TargetKind.Pattern, "name:*"));
        Add(3, InvalidationMode.Soft, Tag("t1"));

        _index.Prune(2);

        Assert.True(_index.Find(Labels(0), 0) is { IsPurged: false, SoftSince: 3000 });
        Assert.Equal(1, _index.Count);
    }

    [Fact]
    public void Settling_IsKnownUntilThen_HoweverOftenItIsTold()
    {
        _index.Settle([Tag("t1")], due: 50, until: 1000, now: 0);
        _index.Settle([Tag("t1")], due: 50, until: 1004, now: 1);
        _index.Settle([Tag("t3")], due: 50, until: 10, now: 1);

        Assert.Equal(1000, _index.SettlesAt(Labels(0), 2));
        Assert.Null(_index.SettlesAt(Labels(0), 1000));
    }

    private void Add(long sequence, InvalidationMode mode, InvalidationTarget target) =>
        _index.Add(new InvalidationRecord(sequence, mode, [target], sequence * 1000));

    private static InvalidationTarget Tag(string text) => new(TargetKind.Tag, text);

    private static EntryLabels Labels(uint host) => new("name:1", "route", ["t1", "t2"], Url, host);
}
