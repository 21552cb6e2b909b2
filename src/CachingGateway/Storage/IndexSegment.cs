using System.Runtime.CompilerServices;
using CachingGateway.Entries;
using CachingGateway.Keys;

namespace CachingGateway.Storage;

/// <summary>
/// A fixed part of the index: open addressing with linear probing. An entry never moves within a segment, so that a look-up
/// without a lock cannot overlook it; a slot whose key left is marked and used again.
/// </summary>
/// <param name="depth">How many leading bits of the hash all keys in here have in common.</param>
internal sealed class IndexSegment(int depth)
{
    public const int SlotBits = 8;
    private const int SlotCount = 1 << SlotBits;

    /// <summary>The slots and the object around them.</summary>
    public const long Bytes = (SlotCount * 8) + 32;

    /// <summary>The most slots in use, marks included: 3/4, so that every search soon meets an empty one.</summary>
    private const int MaxUsed = SlotCount * 3 / 4;

    /// <summary>With more keys than this, 5/8, a full segment is split and not only cleaned.</summary>
    private const int MaxLive = SlotCount * 5 / 8;

    /// <summary>Stands in a slot whose key left.</summary>
    private static readonly CacheEntry Left = new()
    {
        Key = default, Variant = default, Name = "", Route = "", Status = 0, Headers = [], Body = [],
        BornAt = 0, FreshUntil = 0, Fingerprint = 0,
    };

    private SlotArray _slots;
    private int _used;
    private int _live;

    public int Depth => depth;

    public bool HasRoom => _used < MaxUsed;

    public bool IsCrowded => _live > MaxLive;

    public CacheEntry? Find(EntryKey key, int slot)
    {
        while (true)
        {
            var head = Volatile.Read(ref _slots[slot]);
            if (head is null) return null;
            if (head.Key == key && !ReferenceEquals(head, Left)) return head;
            slot = (slot + 1) & (SlotCount - 1);
        }
    }

    /// <summary>Adds a key that is not here; there is room.</summary>
    public void Insert(int slot, CacheEntry head)
    {
        while (_slots[slot] is { } taken && !ReferenceEquals(taken, Left))
            slot = (slot + 1) & (SlotCount - 1);
        if (_slots[slot] is null) _used++;
        _live++;
        Volatile.Write(ref _slots[slot], head);
    }

    /// <summary>Puts another head in place of the key's present one; <see langword="null"/>: the key leaves.</summary>
    public void Replace(EntryKey key, int slot, CacheEntry? head)
    {
        while (_slots[slot] is not { } taken || taken.Key != key || ReferenceEquals(taken, Left))
            slot = (slot + 1) & (SlotCount - 1);
        if (head is null) _live--;
        Volatile.Write(ref _slots[slot], head ?? Left);
    }

    /// <summary>The first variant of each key in here.</summary>
    public IEnumerable<CacheEntry> Heads()
    {
        for (var slot = 0; slot < SlotCount; slot++)
        {
            if (Volatile.Read(ref _slots[slot]) is { } head && !ReferenceEquals(head, Left))
                yield return head;
        }
    }

    /// <summary>Adds all variants of all keys in here.</summary>
    public void CopyTo(List<CacheEntry> found)
    {
        foreach (var head in Heads())
        {
            for (var entry = head; entry is not null; entry = entry.NextVariant)
                found.Add(entry);
        }
    }

    [InlineArray(SlotCount)]
    private struct SlotArray
    {
        private CacheEntry? _first;
    }
}
