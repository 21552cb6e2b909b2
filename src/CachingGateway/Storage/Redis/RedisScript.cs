using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>A Lua script that is sent whole once to each server and by its hash from then on.</summary>
internal sealed class RedisScript(string text)
{
    private readonly byte[] _hash = HashOf(text);

    /// <summary>
    /// Runs it over a line. A server that has forgotten it (restarted, flushed, failed over) is sent it once more: it runs at most once,
    /// because one that was not known did not run.
    /// </summary>
    public async Task<RedisOutcome<RedisResult>> RunAsync(
        RedisLine line, RedisKey[] keys, RedisValue[] values, TimeSpan timeout, int bytes = 0, CancellationToken cancellation = default)
    {
        var outcome = await line.CallAsync((Hash: _hash, keys, values), ByHash, timeout, bytes, cancellation);
        return outcome.Fault == RedisFault.NoScript
            ? await line.CallAsync((Text: text, keys, values), Whole, timeout, bytes, cancellation)
            : outcome;
    }

    private static Task<RedisResult> ByHash(IDatabase database, (byte[] Hash, RedisKey[] Keys, RedisValue[] Values) sent) =>
        database.ScriptEvaluateAsync(sent.Hash, sent.Keys, sent.Values);

    private static Task<RedisResult> Whole(IDatabase database, (string Text, RedisKey[] Keys, RedisValue[] Values) sent)
    {
        // EVAL by itself, not the client's own way of loading first: that remembers a script which the server has forgotten.
        var arguments = new List<object>(2 + sent.Keys.Length + sent.Values.Length) { sent.Text, sent.Keys.Length };
        foreach (var key in sent.Keys)
            arguments.Add(key);
        foreach (var value in sent.Values)
            arguments.Add(value);
        return database.ExecuteAsync("EVAL", arguments);
    }

    // The name that Redis itself gives a script; nothing is kept secret by it.
#pragma warning disable CA5350
    private static byte[] HashOf(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
}
