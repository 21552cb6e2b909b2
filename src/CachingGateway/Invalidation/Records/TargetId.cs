using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CachingGateway.Invalidation.Records;

/// <summary>
/// 64 bits that stand for a target which is compared whole. Should two ever share them, the one's invalidation takes the other
/// along: an answer is fetched once more than need be, and never an old one served.
/// </summary>
internal static class TargetId
{
    /// <param name="kind">Any but <see cref="TargetKind.Pattern"/> and <see cref="TargetKind.Host"/>.</param>
    /// <param name="text">The target's text; of a URL the canonical path and query alone.</param>
    public static ulong Of(TargetKind kind, ReadOnlySpan<char> text) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), seed: 1 + (long)kind);

    /// <summary>A host; never 0. Of fewer bits, because every entry carries it.</summary>
    public static uint OfHost(ReadOnlySpan<char> text) => Math.Max(1, (uint)Of(TargetKind.Host, text));

    /// <summary>A URL of one host; of host 0, for responses whose key leaves the host out.</summary>
    public static ulong UrlAtHost(ulong url, uint host) => BitOperations.RotateLeft(url, 17) ^ (host * 0x9E3779B97F4A7C15UL);

    /// <summary>The id that responses are looked up by.</summary>
    /// <param name="target">Any but a pattern; of a URL with a host the text is <c>host path?query</c>.</param>
    /// <param name="hostless">A second id, of responses that are of every host; else the same.</param>
    public static ulong Of(in InvalidationTarget target, out ulong hostless)
    {
        var text = target.Text.AsSpan();
        if (target.Kind == TargetKind.Host)
            return hostless = OfHost(text);
        if (target.Kind != TargetKind.Url || text.IndexOf(' ') is not (> 0 and var at))
            return hostless = Of(target.Kind, text);
        var url = Of(TargetKind.Url, text[(at + 1)..]);
        hostless = UrlAtHost(url, 0);
        return UrlAtHost(url, OfHost(text[..at]));
    }
}
