using System.IO.Hashing;
using System.Security.Cryptography;

namespace CachingGateway.Pipeline.Wire;

/// <summary>
/// Remembers the heads of plain requests byte by byte: a head that came before means what it meant then, without being read again. A
/// table of fixed size; of two heads that meet in one place the older is forgotten.
/// </summary>
internal sealed class KnownHeads
{
    /// <summary>Longer heads are not remembered: 2 KB.</summary>
    public const int MaxBytes = 2 * 1024;

    /// <summary>How many heads are remembered: at the very most some 60 MB of them and their fields, usually a tenth of that.</summary>
    private const int Slots = 8 * 1024;

    /// <summary>Not for others to know, so that nobody can choose heads that meet in one place.</summary>
    private readonly long _seed = RandomNumberGenerator.GetInt32(int.MaxValue) * 0x9E3779B9L;

    private readonly KnownHead?[] _slots = new KnownHead?[Slots];

    // A head that never comes again (it names a trace, say) is not worth what it takes to remember it.
    private readonly ulong[] _seenOnce = new ulong[Slots];

    /// <summary>The length of the head that the bytes begin with; 0: they begin with none that could be known.</summary>
    public static int LengthOf(ReadOnlySpan<byte> received)
    {
        if (!received.StartsWith("GET "u8))
            return 0;
        var end = received[..Math.Min(received.Length, MaxBytes)].IndexOf("\r\n\r\n"u8);
        return end < 0 ? 0 : end + 4;
    }

    public ulong HashOf(ReadOnlySpan<byte> head) => XxHash3.HashToUInt64(head, _seed);

    /// <summary>What is known of these very bytes.</summary>
    public KnownHead? Find(ReadOnlySpan<byte> head, ulong hash)
    {
        var known = Volatile.Read(ref _slots[hash % Slots]);
        return known is not null && known.Hash == hash && known.Bytes.AsSpan().SequenceEqual(head) ? known : null;
    }

    /// <summary>Whether the head came before; if not, it has come now.</summary>
    public bool CameBefore(ulong hash)
    {
        ref var seen = ref _seenOnce[hash % Slots];
        if (Volatile.Read(ref seen) == hash)
            return true;
        Volatile.Write(ref seen, hash);
        return false;
    }

    public void Add(KnownHead head) => Volatile.Write(ref _slots[head.Hash % Slots], head);
}
