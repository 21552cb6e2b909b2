using System.Runtime.CompilerServices;
using CachingGateway.Entries;
using CachingGateway.Observability;

namespace CachingGateway.Storage.Redis;

/// <summary>Counts what <see cref="RedisStoreStatistics"/> tells.</summary>
internal sealed class RedisStoreCounters
{
    private readonly StripedCounts _hits = new(1);
    private readonly StripedCounts _misses = new(1);
    private readonly long[] _damaged = new long[Enum.GetValues<EntryFault>().Length];
    private readonly long[] _unavailable = new long[Enum.GetValues<RedisFault>().Length];
    private readonly long[] _puts = new long[Enum.GetValues<RedisPut>().Length];

    public RedisFind Count(RedisFind find)
    {
        if (find.IsFound)
            _hits.Increment();
        else if (find.Fault != RedisFault.None)
            Interlocked.Increment(ref _unavailable[(int)find.Fault]);
        else if (find.Damage != EntryFault.None)
            Interlocked.Increment(ref _damaged[(int)find.Damage]);
        else
            _misses.Increment();
        return find;
    }

    public RedisPut Count(RedisPut put)
    {
        Interlocked.Increment(ref _puts[(int)put]);
        return put;
    }

    public RedisStoreStatistics Read(long usedBytes, long maxBytes) => new()
    {
        Hits = _hits.Sum(),
        Misses = _misses.Sum(),
        Damaged = Named<EntryFault>(_damaged),
        Unavailable = Named<RedisFault>(_unavailable),
        Puts = Named<RedisPut>(_puts),
        UsedBytes = usedBytes,
        MaxBytes = maxBytes,
    };

    // The values of each of these enumerations begin at 0 and leave none out.
    private static Dictionary<T, long> Named<T>(long[] counts)
        where T : struct, Enum
    {
        var named = new Dictionary<T, long>();
        for (var i = 0; i < counts.Length; i++)
        {
            if (Volatile.Read(ref counts[i]) is > 0 and var count)
                named.Add(Unsafe.BitCast<int, T>(i), count);
        }

        return named;
    }
}
