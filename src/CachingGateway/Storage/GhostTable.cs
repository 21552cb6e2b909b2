using System.Numerics;
using CachingGateway.Keys;

namespace CachingGateway.Storage;

/// <summary>
/// Remembers the keys that lately left without a second chance, as 32-bit fingerprints with the turn at which they left.
/// About as many as there are entries; a false memory costs nothing but a better place in the queue.
/// </summary>
internal sealed class GhostTable
{
    private const int Ways = 4;
    private ulong[] _slots = new ulong[64];
    private uint _turn;

    public long Bytes => 24L + (8L * _slots.Length);

    /// <summary>
    /// Remembers a key; <paramref name="entries"/> is how many entries there are now, by which the table grows.
    /// </summary>
    public void Remember(EntryKey key, long entries)
    {
        // Growing forgets: it happens when the store fills for the first time, and rehashing would not be bounded work.
        if (entries > _slots.Length)
            _slots = new ulong[BitOperations.RoundUpToPowerOf2((ulong)entries)];
        var oldest = 0;
        var oldestAge = -1L;
        var bucket = Bucket(key);
        for (var i = 0; i < Ways; i++)
        {
            var age = bucket[i] == 0 ? long.MaxValue : Age(bucket[i]);
            if (Fingerprint(bucket[i]) == Fingerprint(key)) age = long.MaxValue;
            if (age <= oldestAge) continue;
            (oldest, oldestAge) = (i, age);
        }

        bucket[oldest] = ((ulong)Fingerprint(key) << 32) | ++_turn;
    }

    /// <summary>Whether the key left within the last <paramref name="entries"/> turns; it is forgotten then.</summary>
    public bool Take(EntryKey key, long entries)
    {
        foreach (ref var slot in Bucket(key))
        {
            if (slot == 0 || Fingerprint(slot) != Fingerprint(key)) continue;
            var isRecent = Age(slot) < entries;
            slot = 0;
            return isRecent;
        }

        return false;
    }

    private Span<ulong> Bucket(EntryKey key) => _slots.AsSpan((int)(key.Low & (ulong)((_slots.Length / Ways) - 1)) * Ways, Ways);

    private uint Age(ulong slot) => _turn - (uint)slot;

    private static uint Fingerprint(ulong slot) => (uint)(slot >> 32);

    private static uint Fingerprint(EntryKey key) => (uint)key.High | 1;
}
