using System.Numerics;
using System.Security.Cryptography;
using CachingGateway.Entries;
using CachingGateway.Keys;

namespace CachingGateway.Storage;

/// <summary>
/// From keys to chains of variants, by extendible hashing: a directory of fixed-size segments, of which one is split when it is
/// full. Look-ups take no lock, and no write ever does more than one segment's work (and now and then doubles the directory).
/// Writers hold the store's lock. A look-up that meets a split goes on in the segment it began in, which stays as it was.
/// </summary>
internal sealed class EntryIndex
{
    /// <summary>
    /// Far beyond what fits into memory. Only keys chosen against the hash could get here, and its factors are random.
    /// </summary>
    private const int MaxDepth = 24;

    private readonly ulong _directoryFactor = RandomOdd();
    private readonly ulong _slotFactor = RandomOdd();

    /// <summary>A power of two long, at least two; the top bits of a key's hash are its position.</summary>
    private IndexSegment[] _directory;

    private long _segments = 1;

    public EntryIndex() => _directory = EmptyDirectory();

    /// <summary>The bytes that the index itself holds.</summary>
    public long Bytes => (_segments * IndexSegment.Bytes) + (_directory.Length * 8L);

    /// <summary>What one insertion may add to <see cref="Bytes"/>, but for an unlikely repeated split.</summary>
    public long GrowthBytes => IndexSegment.Bytes + (_directory.Length * 8L);

    /// <summary>The first variant of the key, or <see langword="null"/>.</summary>
    public CacheEntry? Find(EntryKey key)
    {
        var directory = Volatile.Read(ref _directory);
        return Volatile.Read(ref directory[Position(key, directory)]).Find(key, Slot(key));
    }

    /// <summary>The entry that stands for the same variant of the same key.</summary>
    public CacheEntry? FindSame(CacheEntry entry)
    {
        var other = Find(entry.Key);
        while (other is not null && !other.IsSameVariantAs(entry))
            other = other.NextVariant;
        return other;
    }

    public int CountVariants(EntryKey key)
    {
        var count = 0;
        for (var entry = Find(key); entry is not null; entry = entry.NextVariant)
            count++;
        return count;
    }

    /// <summary>
    /// Puts an entry before the other variants of its key. Fails only if the key cannot be told apart from hundreds of others.
    /// </summary>
    public bool TryInsert(CacheEntry entry)
    {
        var key = entry.Key;
        entry.Store.NextVariant = Find(key);
        if (entry.Store.NextVariant is not null)
        {
            SegmentOf(key).Replace(key, Slot(key), entry);
            return true;
        }

        if (!TryMakeRoom(key)) return false;
        SegmentOf(key).Insert(Slot(key), entry);
        return true;
    }

    /// <summary>Puts <paramref name="next"/> where <paramref name="old"/> stands; both have the same key.</summary>
    public void Replace(CacheEntry old, CacheEntry next)
    {
        next.Store.NextVariant = old.Store.NextVariant;
        Relink(old, next);
    }

    public void Remove(CacheEntry entry) => Relink(entry, entry.Store.NextVariant);

    public void Clear()
    {
        Volatile.Write(ref _directory, EmptyDirectory());
        _segments = 1;
    }

    /// <summary>
    /// Adds the entries of one segment to <paramref name="found"/> and returns the position of the next segment; 0 after the
    /// last. Takes no lock; positions stay good whatever is split meanwhile.
    /// </summary>
    public ulong Visit(ulong position, List<CacheEntry> found)
    {
        var directory = Volatile.Read(ref _directory);
        var segment = Volatile.Read(ref directory[(int)(position >> Shift(directory))]);
        segment.CopyTo(found);
        if (segment.Depth == 0) return 0;
        var shift = 64 - segment.Depth;
        return ((position >> shift) + 1) << shift;
    }

    /// <summary>Where <see cref="Visit"/> meets a key.</summary>
    public ulong PositionOf(EntryKey key) => Hash(key);

    private void Relink(CacheEntry entry, CacheEntry? successor)
    {
        var key = entry.Key;
        var previous = Find(key);
        if (ReferenceEquals(previous, entry))
        {
            SegmentOf(key).Replace(key, Slot(key), successor);
            return;
        }

        while (previous is not null && !ReferenceEquals(previous.Store.NextVariant, entry))
            previous = previous.Store.NextVariant;
        if (previous is not null)
            Volatile.Write(ref previous.Store.NextVariant, successor);
    }

    private bool TryMakeRoom(EntryKey key)
    {
        while (SegmentOf(key) is { HasRoom: false } segment)
        {
            if (!segment.IsCrowded)
            {
                // Full of marks that removed keys left: written anew without them.
                var cleaned = new IndexSegment(segment.Depth);
                Spread(segment, key, cleaned, cleaned);
                continue;
            }

            if (segment.Depth == DirectoryDepth && !TryDoubleDirectory()) return false;
            Spread(segment, key, new IndexSegment(segment.Depth + 1), new IndexSegment(segment.Depth + 1));
            _segments++;
        }

        return true;
    }

    /// <summary>Copies a segment's heads into the two that take its place, by the first bit that it did not tell apart.</summary>
    private void Spread(IndexSegment segment, EntryKey key, IndexSegment left, IndexSegment right)
    {
        foreach (var head in segment.Heads())
        {
            var isRight = ((Hash(head.Key) << segment.Depth) & (1UL << 63)) != 0;
            (isRight ? right : left).Insert(Slot(head.Key), head);
        }

        var span = 1 << (DirectoryDepth - segment.Depth);
        var start = Position(key, _directory) & -span;
        for (var i = 0; i < span; i++)
            Volatile.Write(ref _directory[start + i], i < span / 2 ? left : right);
    }

    private bool TryDoubleDirectory()
    {
        if (DirectoryDepth == MaxDepth) return false;
        var doubled = new IndexSegment[_directory.Length * 2];
        for (var i = 0; i < doubled.Length; i++)
            doubled[i] = _directory[i / 2];
        Volatile.Write(ref _directory, doubled);
        return true;
    }

    private static IndexSegment[] EmptyDirectory()
    {
        var first = new IndexSegment(depth: 0);
        return [first, first];
    }

    private int DirectoryDepth => 64 - Shift(_directory);

    private IndexSegment SegmentOf(EntryKey key) => _directory[Position(key, _directory)];

    private int Position(EntryKey key, IndexSegment[] directory) => (int)(Hash(key) >> Shift(directory));

    private static int Shift(IndexSegment[] directory) => BitOperations.LeadingZeroCount((ulong)directory.Length) + 1;

    private ulong Hash(EntryKey key) => key.Low * _directoryFactor;

    private int Slot(EntryKey key) => (int)((key.High * _slotFactor) >> (64 - IndexSegment.SlotBits));

    /// <summary>A client can choose keys, but not so that they meet in one place: these factors are not his to know.</summary>
    private static ulong RandomOdd()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes) | 1;
    }
}
