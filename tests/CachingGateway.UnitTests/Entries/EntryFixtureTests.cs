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

    [Fact]
    public void Version1_IsWrittenAsEver() => Assert.Equal(Fixture("entry-v1.bin"), Encode(Entry));

    [Fact]
    public void Version1_IsReadAsEver() => AreSame(Entry, Decode(Fixture("entry-v1.bin"), Entry).Entry!);

    private static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Entries", "Fixtures", name));
}
