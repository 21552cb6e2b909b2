using System.Diagnostics.CodeAnalysis;
using CachingGateway.Entries;

namespace CachingGateway.Storage.Redis;

/// <summary>What came of looking an entry up in Redis.</summary>
/// <param name="Entry">The entry; <see langword="null"/>: there is none to be had.</param>
/// <param name="Damage">What was wrong with the bytes that stood there; <see cref="EntryFault.None"/>: nothing stood there, or they are right.</param>
/// <param name="Fault">Why Redis could not be asked; <see cref="RedisFault.None"/>: it was.</param>
internal readonly record struct RedisFind(CacheEntry? Entry, EntryFault Damage, RedisFault Fault)
{
    /// <summary>Redis has no such entry.</summary>
    public static RedisFind Absent => default;

    [MemberNotNullWhen(true, nameof(Entry))]
    public bool IsFound => Entry is not null;

    /// <summary>For metrics and traces.</summary>
    public string Outcome =>
        IsFound ? "hit" : Fault != RedisFault.None ? "unavailable" : Damage != EntryFault.None ? "damaged" : "miss";

    /// <summary>Whether Redis itself said that there is nothing.</summary>
    public bool IsAbsent => this == Absent;

    public static RedisFind Damaged(EntryFault fault) => new(null, fault, RedisFault.None);

    public static RedisFind Unavailable(RedisFault fault) => new(null, EntryFault.None, fault);
}

/// <summary>What came of storing an entry in Redis.</summary>
internal enum RedisPut
{
    Stored,

    /// <summary>One with a later fence stands there (rule 12).</summary>
    Older,

    /// <summary>Redis uses as much memory as it may (<see cref="RedisOptions.MaxBytes"/>), or says so itself.</summary>
    Full,

    /// <summary>Too much is on its way already.</summary>
    Busy,

    /// <summary>Redis could not be asked, or did not answer in time; perhaps it is stored.</summary>
    Unavailable,
}
