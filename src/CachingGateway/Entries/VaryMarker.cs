using CachingGateway.Keys;

namespace CachingGateway.Entries;

/// <summary>
/// Stands in an entry's place where the origin's <c>Vary</c> told more variants apart than the route does, and names by what: the entry
/// itself is under a key of its own. It carries the fence of the last entry that it was written with.
/// </summary>
internal static class VaryMarker
{
    public static bool IsMarker(ReadOnlySpan<byte> bytes) => bytes.StartsWith(EntryFormat.MarkerMagic);

    public static byte[] Encode(Fence fence, EntryKey key, VariantKey variant, string[] names)
    {
        var head = new EntryWriter();
        EntryCodec.WriteFixed(head, EntryFormat.MarkerMagic, fence, key, variant);
        head.Write(names);
        var bytes = head.Written.ToArray();
        EntryFormat.Seal(bytes, []);
        return bytes;
    }

    /// <returns>The lower-case field names, sorted, or why there are none.</returns>
    public static (string[] Names, EntryFault Fault) Decode(ReadOnlySpan<byte> bytes, EntryKey key, VariantKey variant)
    {
        if (EntryFormat.Check(bytes, EntryFormat.MarkerMagic) is not EntryFault.None and var fault) return ([], fault);
        if (EntryCodec.KeyOf(bytes) != key || EntryCodec.VariantOf(bytes) != variant) return ([], EntryFault.WrongKey);
        var reader = new EntryReader(bytes[EntryFormat.FixedLength..EntryFormat.HeadLengthOf(bytes)]);
        var names = reader.TakeTexts();
        return reader.IsSound && names.Length > 0 ? (SharedTexts.Of(names), EntryFault.None) : ([], EntryFault.Malformed);
    }
}
