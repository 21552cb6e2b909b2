using System.Diagnostics.CodeAnalysis;

namespace CachingGateway.Storage.Redis;

/// <summary>What came of a call to Redis.</summary>
/// <param name="Value">The result; meaningful only without a fault.</param>
/// <param name="Fault">Why there is none; <see cref="RedisFault.None"/>: there is one.</param>
/// <param name="Message">The server's or the client's own words, for logs.</param>
internal readonly record struct RedisOutcome<T>(T? Value, RedisFault Fault, string? Message = null)
{
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsOk => Fault == RedisFault.None;

    public static implicit operator RedisOutcome<T>(RedisFault fault) => new(default, fault);
}
