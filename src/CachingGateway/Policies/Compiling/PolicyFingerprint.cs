using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Compiling;

/// <summary>
/// A route's fingerprint: 64 bits of SHA-256 over all that decides which response may answer which request, in one order and
/// with lengths before everything, so that no two different routes read alike. Times to live and what clients are told are
/// not part of it: a changed <c>ttl</c> must not empty the cache.
/// </summary>
internal sealed class PolicyFingerprint : IDisposable
{
    private readonly MemoryStream _stream = new();

    public static ulong Of(string service, RouteRules rules, KeySettings key, IEnumerable<string> tags)
    {
        using var print = new PolicyFingerprint();
        print.Add(service);
        print.Add(rules.Name);
        print.Add(rules.Freshness.ToString());
        print.Add(rules.Override.ToString());
        print.AddKey(key);
        print.AddAll(tags);
        print.AddSet(rules.TagHeaders.Select(name => name.ToLowerInvariant()));
        var hash = SHA256.HashData(print._stream.GetBuffer().AsSpan(0, (int)print._stream.Length));
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    public void Dispose() => _stream.Dispose();

    private void AddKey(KeySettings key)
    {
        Add(key.Template ?? "");
        Add(key.Query is null ? "every" : "listed");
        AddSet(key.Query ?? []);
        AddSet(key.Headers.Select(name => name.ToLowerInvariant()));
        AddSet(key.Cookies);
        Add($"{key.Host} {key.Body} {key.Identity} {key.ForwardAllHeaders} {key.AuthorizationIsPublic}");
        AddSet(key.IgnoreQuery);
        AddSet(key.IgnoreCookies);
        AddSet(key.ForwardHeaders.Select(name => name.ToLowerInvariant()));
        AddSet(key.ForwardQuery);
        AddSet(key.ForwardCookies);
    }

    /// <summary>Lists whose order means nothing.</summary>
    private void AddSet(IEnumerable<string> texts) => AddAll(texts.Distinct().Order(StringComparer.Ordinal));

    private void AddAll(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        AddNumber(all.Length);
        foreach (var text in all)
            Add(text);
    }

    private void Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        AddNumber(bytes.Length);
        _stream.Write(bytes);
    }

    private void AddNumber(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        _stream.Write(bytes);
    }
}
