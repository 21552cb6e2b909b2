using CachingGateway.Entries;
using CachingGateway.Keys;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Entries;

/// <summary>Entries that use every member of the format, and what of them must be the same after a way through it.</summary>
internal static class SampleEntries
{
    /// <summary>A timestamp is a microsecond, so that nothing is right by being in ticks already.</summary>
    public const long Frequency = 1_000_000;

    public const long Now = 5_000_000_000;

    public static TimeSpan Keep { get; } = TimeSpan.FromMinutes(10);

    /// <summary>30 s old, 10 s of which it had when it was received; fresh for another 100 s, of use for 150 s.</summary>
    public static CacheEntry Rich(VariedBy? variedBy = null) => new()
    {
        Key = new EntryKey(0x0102030405060708, 0x090A0B0C0D0E0F10),
        Variant = new VariantKey(0x1112131415161718, 0x191A1B1C1D1E1F20),
        VariedBy = variedBy,
        Name = "trig:123:params_3f9a:v1",
        Route = "trig",
        Tags = ["trig:123", "trigs", "größe"],
        UrlId = 0xA1A2A3A4A5A6A7A8,
        HostId = 0xB1B2B3B4,
        Status = 203,
        Headers =
        [
            new HeaderField("Content-Type", "application/json"),
            new HeaderField("Link", new StringValues(["<a>; rel=next", "<b>; rel=prev"])),
            new HeaderField("X-Empty", ""),
        ],
        Body = [.. """{"id":123}"""u8],
        ETag = "\"v7\"",
        LastModified = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero),
        BornAt = Now - (30 * Frequency),
        InitialAge = 10 * Frequency,
        FreshUntil = Now + (100 * Frequency),
        KeepUntil = Now + (150 * Frequency),
        Fingerprint = 0xC1C2C3C4C5C6C7C8,
        Fence = new Fence(0xD1D2D3D4D5D6D7D8, 42),
        Terms = new ReuseTerms
        {
            Flags = ReuseFlags.StaleByWordOnly | ReuseFlags.AnswersCredentials,
            Rule = FreshnessRule.SMaxage,
            StaleWhileRevalidate = TimeSpan.FromSeconds(50),
            StaleIfError = TimeSpan.Zero,
        },
    };

    public static byte[] Encode(CacheEntry entry) => EntryCodec.Encode(entry, Keep, Now, Frequency);

    public static DecodedEntry Decode(byte[] bytes, CacheEntry like, TimeSpan? left = null) =>
        EntryCodec.Decode(bytes, like.Key, like.Variant, left ?? Keep, Now, Frequency);

    public static void AreSame(CacheEntry expected, CacheEntry actual)
    {
        Assert.True(actual.IsSameVariantAs(expected));
        Assert.Equal((expected.Name, expected.Route, expected.Status), (actual.Name, actual.Route, actual.Status));
        Assert.Equal(expected.Tags, actual.Tags);
        Assert.Equal((expected.UrlId, expected.HostId, expected.Fingerprint), (actual.UrlId, actual.HostId, actual.Fingerprint));
        Assert.Equal(expected.Headers.Select(h => (h.Name, h.Value)), actual.Headers.Select(h => (h.Name, h.Value)));
        Assert.Equal(expected.Body, actual.Body);
        Assert.Equal((expected.ETag, expected.LastModified), (actual.ETag, actual.LastModified));
        Assert.Equal((expected.BornAt, expected.InitialAge, expected.FreshUntil), (actual.BornAt, actual.InitialAge, actual.FreshUntil));
        Assert.Equal((expected.Fence, expected.Fence.Sequence), (actual.Fence, actual.CheckedTo));
        Assert.Equal(expected.Terms, actual.Terms);
        Assert.Equal((expected.SoftSince, expected.KeepUntil), (actual.SoftSince, actual.KeepUntil));
    }
}
