using CachingGateway.Entries;
using CachingGateway.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CachingGateway.UnitTests.Entries.SampleEntries;

namespace CachingGateway.UnitTests.Entries;

/// <summary>Whatever a store gives back: the entry that was written, or a fault, never anything else.</summary>
public sealed class DamagedEntryTests
{
    private static readonly CacheEntry Entry = Rich(new VariedBy(["accept-language"], new VariantKey(7, 8)));

    [Fact]
    public void EveryFlippedBit_IsFound()
    {
        var bytes = Encode(Entry);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(Decode(bytes, Entry).Fault != EntryFault.None, $"bit {bit} of {bytes.Length * 8}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(EntryFault.None, Decode(bytes, Entry).Fault);
    }

    [Fact]
    public void EveryByteInThePlaceOfAnother_IsFound()
    {
        var bytes = Encode(Entry);
        for (var i = 0; i < bytes.Length; i++)
        {
            var right = bytes[i];
            for (var wrong = 0; wrong < 256; wrong++)
            {
                if (wrong == right) continue;
                bytes[i] = (byte)wrong;
                Assert.True(Decode(bytes, Entry).Fault != EntryFault.None, $"byte {i} as {wrong}");
            }

            bytes[i] = right;
        }
    }

    [Fact]
    public void EveryCut_IsFound()
    {
        var bytes = Encode(Entry);
        for (var length = 0; length < bytes.Length; length++)
            Assert.True(Decode(bytes[..length], Entry).Fault != EntryFault.None, $"cut to {length} of {bytes.Length}");
    }

    [Fact]
    public void EveryCutOfAMarker_IsFound_AndEveryFlip()
    {
        var bytes = VaryMarker.Encode(Entry.Fence, Entry.Key, Entry.Variant, ["accept-language"]);
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.NotEqual(EntryFault.None, VaryMarker.Decode(bytes.AsSpan(0, i), Entry.Key, Entry.Variant).Fault);
            bytes[i] ^= 0x10;
            Assert.NotEqual(EntryFault.None, VaryMarker.Decode(bytes, Entry.Key, Entry.Variant).Fault);
            bytes[i] ^= 0x10;
        }
    }

    [Fact]
    public void MoreBytesThanWereWritten_AreFound() =>
        Assert.Equal(EntryFault.Length, Decode([.. Encode(Entry), 0], Entry).Fault);

    [Fact]
    public void EntryOfAnotherKey_IsRefused()
    {
        var bytes = Encode(Entry);

        Assert.Equal(EntryFault.WrongKey, EntryCodec.Decode(bytes, default, Entry.Variant, Keep, Now, Frequency).Fault);
        Assert.Equal(EntryFault.WrongKey, EntryCodec.Decode(bytes, Entry.Key, default, Keep, Now, Frequency).Fault);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void AnotherVersion_IsRefused(byte version)
    {
        var bytes = Encode(Entry);
        bytes[3] = version;

        Assert.Equal(EntryFault.Version, Decode(bytes, Entry).Fault);
    }

    [Fact]
    public void AnyBytes_AreAFaultAndNoException() => Prop.ForAll<byte[]>(bytes =>
        Assert.NotEqual(EntryFault.None, Decode([.. "CGE\u0001"u8, .. bytes], Entry).Fault)).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyContentUnderRightChecksums_IsAnEntryOrAFaultAndNoException() => Prop.ForAll<byte[]>(content =>
    {
        byte[] head = [.. Encode(Entry).AsSpan(0, EntryFormat.FixedLength), .. content];
        EntryFormat.Seal(head, []);

        var (entry, fault) = Decode(head, Entry);

        Assert.Equal(entry is null, fault != EntryFault.None);
        EntryCodec.DecodeMeta(head);
    }).QuickCheckThrowOnFailure();
}
