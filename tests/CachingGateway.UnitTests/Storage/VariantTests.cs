using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Storage;
using Xunit;
using static CachingGateway.UnitTests.Storage.StoredEntries;

namespace CachingGateway.UnitTests.Storage;

public sealed class VariantTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store;

    public VariantTests() => _store = new MemoryStore(new MemoryStoreOptions { MaxBytes = 1024 * 1024 }, _time);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void OtherVariants_AreNotMixedUp()
    {
        var (first, second) = (Entry(1, variant: 1), Entry(1, variant: 2));
        _store.TryAdd(first, NoLimits);
        _store.TryAdd(second, NoLimits);

        Assert.Same(first, _store.Find(Key(1), new VariantKey(0, 1)));
        Assert.Same(second, _store.Find(Key(1), new VariantKey(0, 2)));
        Assert.Null(_store.Find(Key(1), new VariantKey(0, 3)));
    }

    [Fact]
    public void VariantsOfOneBase_AreWalkedOneByOne()
    {
        CacheEntry[] all =
            [Entry(1, variant: 1, variedBy: By("en")), Entry(1, variant: 2), Entry(1, variant: 1, variedBy: By("de"))];
        foreach (var entry in all)
            _store.TryAdd(entry, NoLimits);

        var walked = new List<CacheEntry>();
        for (var entry = _store.Find(Key(1), new VariantKey(0, 1)); entry is not null; entry = MemoryStore.FindNext(entry))
            walked.Add(entry);

        Assert.Equal([all[2], all[0]], walked);
    }

    [Fact]
    public void SameVaryValues_ReplaceEachOtherThoughNamesAreAnotherArray()
    {
        _store.TryAdd(Entry(1, variedBy: By("en")), NoLimits);

        _store.TryAdd(Entry(1, variedBy: By("en")), NoLimits);

        Assert.Equal(1, _store.Statistics.Entries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void OneOfSeveralRemoved_TheOthersStay(int removed)
    {
        var all = Enumerable.Range(0, 3).Select(i => Entry(1, variant: (ulong)i)).ToArray();
        foreach (var entry in all)
            _store.TryAdd(entry, NoLimits);

        _store.Remove(all[removed]);

        Assert.Equal(all.Except([all[removed]]).ToHashSet(), _store.Entries().ToHashSet());
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void AsManyVariantsAsAllowed_AnotherIsRefusedAndAKnownOneReplaced()
    {
        var limits = NoLimits with { MaxVariants = 2 };
        _store.TryAdd(Entry(1, variant: 1), limits);
        _store.TryAdd(Entry(1, variant: 2), limits);

        Assert.Equal(CacheReason.VariantsLimit, _store.TryAdd(Entry(1, variant: 3), limits).Refusal);
        Assert.True(_store.TryAdd(Entry(1, variant: 2), limits).IsStored);
        Assert.True(_store.TryAdd(Entry(2, variant: 3), limits).IsStored);
    }

    [Fact]
    public void VariantsThatCanAnswerNobody_MakeRoomAtTheLimit()
    {
        var limits = NoLimits with { MaxVariants = 2 };
        _store.TryAdd(Entry(1, variant: 1, freshUntil: _time.After(TimeSpan.FromMilliseconds(1))), limits);
        _store.TryAdd(Entry(1, variant: 2, fingerprint: 2), limits);
        _time.Advance(TimeSpan.FromMilliseconds(2));

        Assert.True(_store.TryAdd(Entry(1, variant: 3), limits).IsStored);

        Assert.Equal(1, _store.Statistics.Entries);
        StoreIntegrity.Check(_store);
    }

    private static VariedBy By(string language) =>
        new(["accept-language"], new VariantKey(0, (ulong)language.GetHashCode(StringComparison.Ordinal)));
}
