using CachingGateway.Keys;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// Which entries are known to be small, so that they may be read where no large one goes. Bounded (64 Ki places), without locks; what is
/// forgotten is read like a large one.
/// </summary>
internal sealed class KnownSizes
{
    private const int Places = 1 << 16;

    private readonly ulong[] _small = new ulong[Places];

    public bool IsSmall(EntryKey key, VariantKey variant) => Volatile.Read(ref Place(key)) == Mark(key, variant);

    public void Note(EntryKey key, VariantKey variant, bool isSmall)
    {
        ref var place = ref Place(key);
        var mark = Mark(key, variant);
        if (isSmall)
            Volatile.Write(ref place, mark);
        else if (Volatile.Read(ref place) == mark)
            Volatile.Write(ref place, 0);
    }

    private ref ulong Place(EntryKey key) => ref _small[(int)(key.Low & (Places - 1))];

    // Never 0, which is what an empty place holds.
    private static ulong Mark(EntryKey key, VariantKey variant) => (key.High ^ variant.Low) | 1;
}
