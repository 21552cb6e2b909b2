using CachingGateway.Entries;
using CachingGateway.Keys;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;
using Xunit;
using static CachingGateway.UnitTests.Entries.SampleEntries;

namespace CachingGateway.UnitTests.Entries;

public sealed class EntryCodecTests
{
    private static readonly VariedBy ByLanguage = new(["accept-language", "x-tenant"], new VariantKey(7, 8));

    public static TheoryData<bool> VariedOrNot => [false, true];

    [Theory]
    [MemberData(nameof(VariedOrNot))]
    public void Entry_ComesBackAsItWas(bool isVaried)
    {
        var entry = Rich(isVaried ? ByLanguage : null);

        var (decoded, fault) = Decode(Encode(entry), entry);

        Assert.Equal(EntryFault.None, fault);
        AreSame(entry, decoded!);
        Assert.Equal(0, decoded!.PolicyVersion);
    }

    [Fact]
    public void EntryThatIsStaleByAnInvalidation_IsSoAfterwards()
    {
        var entry = Rich();
        entry.NoteSoft(Now - (5 * Frequency));

        AreSame(entry, Decode(Encode(entry), entry).Entry!);
    }

    [Fact]
    public void TimeInTheStore_IsAddedToAgeAndTakenFromFreshness()
    {
        var entry = Rich();

        var decoded = Decode(Encode(entry), entry, left: Keep - TimeSpan.FromSeconds(20)).Entry!;

        Assert.Equal(entry.BornAt - (20 * Frequency), decoded.BornAt);
        Assert.Equal(entry.FreshUntil - (20 * Frequency), decoded.FreshUntil);
        Assert.Equal(entry.KeepUntil - (20 * Frequency), decoded.KeepUntil);
        Assert.Equal(entry.InitialAge, decoded.InitialAge);
    }

    [Fact]
    public void ReaderWithAnotherClock_ReadsTheSameDurations()
    {
        var entry = Rich();

        var decoded = EntryCodec.Decode(Encode(entry), entry.Key, entry.Variant, Keep, now: 1000, frequency: 10).Entry!;

        Assert.Equal((700, 100, 2000), (decoded.BornAt, decoded.InitialAge, decoded.FreshUntil));
    }

    [Fact]
    public void FreshForEver_StaysSo()
    {
        var entry = Rich();
        var forEver = new CacheEntry
        {
            Key = entry.Key, Variant = entry.Variant, Name = "n", Route = "r", Status = 200, Headers = [], Body = [], BornAt = 0,
            FreshUntil = long.MaxValue, Fingerprint = 0,
        };

        // Nearly thirty thousand years, the most that the format holds.
        Assert.True(Decode(Encode(forEver), forEver).Entry!.FreshUntil > long.MaxValue / 20);
    }

    [Fact]
    public void TextThatNoUtf8Carries_ComesBackAsItWas()
    {
        var entry = Rich();
        var odd = new CacheEntry
        {
            Key = entry.Key, Variant = entry.Variant, Name = "half \ud83d of a pair", Route = "\udc00", Tags = ["\u00ff", ""], Status = 200,
            Headers = [new HeaderField("X", "latin \u00e9")], Body = [], BornAt = Now, FreshUntil = Now, Fingerprint = 0,
        };

        AreSame(odd, Decode(Encode(odd), odd).Entry!);
    }

    [Fact]
    public void AnyTexts_ComeBackAsTheyWere() => Prop.ForAll<string[], string[]>((tags, values) =>
    {
        var rich = Rich();
        var entry = new CacheEntry
        {
            Key = rich.Key, Variant = rich.Variant, Name = string.Concat(tags), Route = "r", Tags = [.. tags.Select(t => t ?? "")],
            Status = 200, Headers = [new HeaderField("X", new StringValues([.. values.Select(v => v ?? ""), "last"]))],
            Body = new byte[tags.Length], BornAt = Now, FreshUntil = Now, Fingerprint = 0,
        };
        AreSame(entry, Decode(Encode(entry), entry).Entry!);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void CommonFieldName_IsOneStringForAll()
    {
        var entry = Rich();

        var name = Decode(Encode(entry), entry).Entry!.Headers[0].Name;

        Assert.Same(Microsoft.Net.Http.Headers.HeaderNames.ContentType, name);
    }

    [Fact]
    public void Meta_IsReadWithoutTheBody()
    {
        var entry = Rich(ByLanguage);
        var bytes = Encode(entry);

        var meta = EntryCodec.DecodeMeta(bytes.AsSpan(0, EntryFormat.HeadLengthOf(bytes)))!;

        Assert.Equal((entry.Key, entry.Variant, entry.Fence), (meta.Key, meta.Variant, meta.Fence));
        Assert.Equal(entry.Tags, meta.Labels.Tags);
        Assert.Equal(entry.Labels with { Tags = [] }, meta.Labels with { Tags = [] });
        Assert.Equal((entry.Body.Length, entry.Fingerprint), (meta.BodyBytes, meta.Fingerprint));
        Assert.True(VariedBy.AreSame(entry.VariedBy, meta.VariedBy));
        Assert.Null(EntryCodec.DecodeMeta(bytes.AsSpan(0, EntryFormat.HeadLengthOf(bytes) - 1)));
    }

    [Fact]
    public void Marker_ComesBackAsItWas_AndIsNoEntry()
    {
        var entry = Rich();
        var bytes = VaryMarker.Encode(entry.Fence, entry.Key, entry.Variant, ["a", "b"]);

        Assert.Equal(["a", "b"], VaryMarker.Decode(bytes, entry.Key, entry.Variant).Names);
        Assert.Equal(EntryFault.WrongKey, VaryMarker.Decode(bytes, default, entry.Variant).Fault);
        Assert.Equal(EntryFault.NotAnEntry, Decode(bytes, entry).Fault);
        Assert.False(VaryMarker.IsMarker(Encode(entry)));
        Assert.Equal(entry.Fence, EntryFormat.FenceOf(bytes));
    }
}
