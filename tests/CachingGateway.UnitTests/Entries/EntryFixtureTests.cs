using CachingGateway.Entries;
using CachingGateway.Keys;
using Xunit;
using static CachingGateway.UnitTests.Entries.SampleEntries;

namespace CachingGateway.UnitTests.Entries;

/// <summary>
/// What each version of the format looks like, so that none changes unnoticed: replicas of two releases share one Redis. A change of the
/// format is another version with a fixture of its own, and the older ones go on to be read or refused by name.
/// </summary>
public sealed class EntryFixtureTests
{
    private static readonly CacheEntry Entry = Rich(new VariedBy(["accept-language"], new VariantKey(7, 8)));

    /// <summary>It says nothing of what the origin allows beyond freshness, which nobody may guess.</summary>
    [Fact]
    public void Version1_IsRefusedByName() => Assert.Equal(EntryFault.Version, Decode(Fixture("entry-v1.bin"), Entry).Fault);

    [Fact]
    public void Version2_IsWrittenAsEver() => Assert.Equal(Fixture("entry-v2.bin"), Encode(Entry));

    [Fact]
    public void Version2_IsReadAsEver() => AreSame(Entry, Decode(Fixture("entry-v2.bin"), Entry).Entry!);

    private static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Entries", "Fixtures", name));
}
