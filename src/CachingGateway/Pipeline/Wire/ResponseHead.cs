using System.Text;
using CachingGateway.Entries;
using CachingGateway.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CachingGateway.Pipeline.Wire;

/// <summary>The head of a hit as it goes over the wire. It is the same for whoever asks within the second.</summary>
internal sealed class ResponseHead
{
    // Not the entry itself: who remembers a head must not keep a body that the store has let go.
    private readonly WeakReference<CacheEntry> _entry;
    private readonly HitMoment _moment;

    private ResponseHead(CacheEntry entry, in HitMoment moment, byte[] bytes) =>
        (_entry, _moment, Bytes) = (new WeakReference<CacheEntry>(entry), moment, bytes);

    public byte[] Bytes { get; }

    /// <summary>Whether it says what would be said of this entry now.</summary>
    public bool IsOf(CacheEntry entry, in HitMoment moment) =>
        _moment == moment && _entry.TryGetTarget(out var own) && ReferenceEquals(own, entry);

    /// <summary>Writes the head. <see langword="null"/>: it is for the server to write, or to refuse.</summary>
    public static ResponseHead? Of(CacheEntry entry, in HitMoment moment, IHeaderDictionary headers)
    {
        if (!CarriesContent(entry.Status) || headers.Date.Count == 0)
            return null;
        var text = new StringBuilder(512).Append("HTTP/1.1 ").Append(entry.Status).Append(' ').Append(ReasonPhrases.GetReasonPhrase(entry.Status));
        text.Append("\r\n");
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                if (name.Contains('\t') || name.Contains(' ') || !IsSafe(name) || !IsSafe(value))
                    return null;
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        text.Append("\r\n");
        // Larger ones do not fit into one block of memory.
        return text.Length > BodyBlocks.LargeBytes ? null : new ResponseHead(entry, moment, Encoding.Latin1.GetBytes(text.ToString()));
    }

    // RFC 9110 §6.4.1: of the others the length would have to be told in another way, or not at all.
    private static bool CarriesContent(int status) =>
        status is >= 200 and <= 999 and not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    // What could be taken for the end of a field, or is none of Latin-1, goes the way on which the server looks at every field.
    private static bool IsSafe(string? text)
    {
        foreach (var character in text.AsSpan())
        {
            if (character is (< ' ' and not '\t') or '\x7f' or > '\xff')
                return false;
        }

        return true;
    }
}
