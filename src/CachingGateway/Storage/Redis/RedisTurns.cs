using CachingGateway.Entries;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// What one replica does for all, again and again: whose turn it is, and up to where it was done. Nothing depends on it but work that is
/// done twice, or later.
/// </summary>
/// <param name="link">The Redis that the replicas share.</param>
/// <param name="what">What is done.</param>
internal sealed class RedisTurns(RedisLink link, string what)
{
    /// <summary>For how long it is remembered what was done: entries that live longer are swept once more.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly RedisKey _turn = $"{link.Options.Prefix}:turn:{what}";
    private readonly RedisKey _done = $"{link.Options.Prefix}:turn:{what}:done";

    /// <summary>Whether it is this one's turn; it stays so for a while.</summary>
    public async Task<bool> TakeAsync(string holder, TimeSpan life)
    {
        var outcome = await SetAsync(_turn, holder, life, When.NotExists);
        return outcome is { IsOk: true, Value: true };
    }

    /// <summary>It takes longer: nobody else begins for a while more.</summary>
    public Task KeepAsync(string holder, TimeSpan life) => SetAsync(_turn, holder, life, When.Always);

    /// <summary>Up to where it was done last, by whomever; <see langword="default"/>: nothing is known.</summary>
    public async Task<Fence> DoneToAsync()
    {
        var outcome = await link.Small.CallAsync(_done, static (database, key) => database.StringGetAsync(key), link.Options.Timeout);
        return outcome.IsOk && Fence.TryParse((string?)outcome.Value ?? "", out var fence) ? fence : default;
    }

    public Task NoteDoneAsync(Fence fence) => SetAsync(_done, fence.ToString(), Memory, When.Always);

    private Task<RedisOutcome<bool>> SetAsync(RedisKey key, string value, TimeSpan life, When when) => link.Small.CallAsync(
        (key, value, life, when),
        static (database, sent) => database.StringSetAsync(sent.key, sent.value, sent.life, sent.when),
        link.Options.Timeout);
}
