namespace CachingGateway.Entries;

/// <summary>
/// One string in place of many that are alike, for what entries of a route have in common. Bounded, without locks, and nothing but
/// memory is lost when two texts want one place.
/// </summary>
internal static class SharedTexts
{
    private const int Places = 1024;

    private static readonly string?[] Texts = new string?[Places];
    private static readonly string[]?[] Lists = new string[]?[Places];

    public static string Of(string text)
    {
        ref var place = ref Texts[(uint)string.GetHashCode(text, StringComparison.Ordinal) % Places];
        var known = Volatile.Read(ref place);
        if (string.Equals(known, text, StringComparison.Ordinal)) return known!;
        Volatile.Write(ref place, text);
        return text;
    }

    public static string[] Of(string[] texts)
    {
        var hash = default(HashCode);
        foreach (var text in texts)
            hash.Add(text, StringComparer.Ordinal);
        ref var place = ref Lists[(uint)hash.ToHashCode() % Places];
        var known = Volatile.Read(ref place);
        if (known is not null && known.AsSpan().SequenceEqual(texts)) return known;
        Volatile.Write(ref place, texts);
        return texts;
    }
}
