using CachingGateway.Observability;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// Asks every few seconds how much memory Redis uses, so that the gateway does not fill it up, and warns where Redis may drop what has no expiry.
/// </summary>
internal sealed class RedisMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly RedisLink _link;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _usedBytes;
    private int _isAsking;
    private volatile bool _isFull;
    private string? _badPolicy;

    public RedisMemory(RedisLink link, TimeProvider time, ILogger logger)
    {
        (_link, _time, _logger) = (link, time, logger);
        _timer = time.CreateTimer(_ => _ = AskAsync(), null, Interval, Interval);
        link.Connected += (_, _) => _ = AskAsync();
    }

    /// <summary>When it was last asked, over all primaries.</summary>
    public long UsedBytes => Volatile.Read(ref _usedBytes);

    /// <summary>Whether nothing more is to be stored.</summary>
    public bool IsFull => _isFull;

    public void Dispose() => _timer.Dispose();

    /// <summary>Asks now; whoever asks meanwhile goes without.</summary>
    public async Task AskAsync()
    {
        if (_link.Body.Connection is not { } connection || Interlocked.Exchange(ref _isAsking, 1) != 0) return;
        try
        {
            var answers = await Task.WhenAll(RedisServers.Primaries(connection).Select(server => server.InfoRawAsync("memory")))
                .WaitAsync(Patience, _time);
            var fields = answers.Select(RedisInfo.Fields).ToArray();
            Note(fields.Sum(server => RedisInfo.Number(server, "used_memory")));
            NotePolicy(fields.Select(server => server.GetValueOrDefault("maxmemory_policy", "")).FirstOrDefault(IsOfAllKeys));
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            // What was known last stays so; the link sees to the connection.
        }
        finally
        {
            Volatile.Write(ref _isAsking, 0);
        }
    }

    private void Note(long usedBytes)
    {
        Volatile.Write(ref _usedBytes, usedBytes);
        var isFull = usedBytes > _link.Options.MaxBytes;
        if (isFull && !_isFull)
            Log.RedisFull(_logger, usedBytes, _link.Options.MaxBytes);
        _isFull = isFull;
    }

    // Said again when it has been put right and is wrong once more.
    private void NotePolicy(string? ofAllKeys)
    {
        if (ofAllKeys is not null && _badPolicy != ofAllKeys)
            Log.RedisEvictsAnything(_logger, ofAllKeys);
        _badPolicy = ofAllKeys;
    }

    private static bool IsOfAllKeys(string policy) => policy.StartsWith("allkeys-", StringComparison.Ordinal);
}
