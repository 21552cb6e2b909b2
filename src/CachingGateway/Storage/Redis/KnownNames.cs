using CachingGateway.Keys;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// By which header fields the variants of a key were last told apart, so that the marker that says so need not be read each time. Bounded
/// (8 Ki places), without locks; what is forgotten is read again.
/// </summary>
internal sealed class KnownNames
{
    private const int Places = 1 << 13;

    private readonly Known?[] _known = new Known?[Places];

    public string[]? Of(EntryKey key, VariantKey variant) =>
        Volatile.Read(ref Place(key)) is { } known && known.Key == key && known.Variant == variant ? known.Names : null;

    public void Note(EntryKey key, VariantKey variant, string[] names) =>
        Volatile.Write(ref Place(key), new Known(key, variant, names));

    /// <summary>Whoever comes next reads the marker.</summary>
    public void Forget(EntryKey key, VariantKey variant)
    {
        if (Of(key, variant) is not null)
            Volatile.Write(ref Place(key), null);
    }

    private ref Known? Place(EntryKey key) => ref _known[(int)(key.Low & (Places - 1))];

    private sealed record Known(EntryKey Key, VariantKey Variant, string[] Names);
}
