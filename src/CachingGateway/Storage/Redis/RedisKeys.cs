using System.Text;
using CachingGateway.Keys;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// Under which keys entries stand: <c>prefix:e:{key}:variant</c>, and where the origin's <c>Vary</c> told more apart,
/// <c>prefix:e:{key}:variant:digest</c>; each part is 32 hexadecimal digits. The braces keep what belongs to one key on one node of a
/// cluster.
/// </summary>
internal sealed class RedisKeys(string prefix)
{
    private readonly byte[] _start = Encoding.ASCII.GetBytes($"{prefix}:e:{{");

    /// <summary>What all of them match and nothing else of the gateway's does, as a glob of Redis'. A prefix has no glob characters.</summary>
    public string Pattern { get; } = $"{prefix}:e:{{*";

    public byte[] Of(EntryKey key, VariantKey variant) => Make(key, variant, null);

    public byte[] Of(EntryKey key, VariantKey variant, VariantKey variedBy) => Make(key, variant, variedBy);

    private byte[] Make(EntryKey key, VariantKey variant, VariantKey? variedBy)
    {
        var bytes = new byte[_start.Length + 66 + (variedBy is null ? 0 : 33)];
        _start.CopyTo(bytes, 0);
        var rest = bytes.AsSpan(_start.Length);
        rest = Write(rest, key.High, key.Low);
        "}:"u8.CopyTo(rest);
        rest = Write(rest[2..], variant.High, variant.Low);
        if (variedBy is not { } digest) return bytes;
        rest[0] = (byte)':';
        Write(rest[1..], digest.High, digest.Low);
        return bytes;
    }

    private static Span<byte> Write(Span<byte> to, ulong high, ulong low)
    {
        high.TryFormat(to, out _, "x16");
        low.TryFormat(to[16..], out _, "x16");
        return to[32..];
    }
}
