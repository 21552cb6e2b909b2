using Microsoft.Extensions.Primitives;

namespace CachingGateway.Http;

/// <summary>Bytes from the first to the last, both included, of a representation that has them.</summary>
internal readonly record struct ByteRange(long First, long Last)
{
    public long Length => Last - First + 1;
}

/// <summary>Reads <c>Range: bytes=…</c> (RFC 9110 §14.1.2, §14.2).</summary>
internal static class ByteRanges
{
    /// <summary>How many ranges are answered; who asks for more gets the whole.</summary>
    private const int Most = 16;

    /// <summary>
    /// The ranges that a representation of that length has, in the order asked for; none: not one of them can be satisfied.
    /// </summary>
    /// <returns>
    /// <see langword="null"/>: the field is not heeded. It is no list of byte ranges, there are more than one, or what it asks for would
    /// cost more than the whole: many ranges, or such as overlap (§14.2, §17.15).
    /// </returns>
    public static IReadOnlyList<ByteRange>? Resolve(StringValues range, long length)
    {
        if (range is not [{ } text] || text.IndexOf('=', StringComparison.Ordinal) is var equals && equals < 0)
            return null;
        if (!HttpTokens.Equal(HttpTokens.Trim(text.AsSpan(0, equals)), "bytes"))
            return null;
        var found = new List<ByteRange>();
        var set = text.AsSpan(equals + 1);
        var specified = 0;
        foreach (var part in set.Split(','))
        {
            var spec = HttpTokens.Trim(set[part]);
            // RFC 9110 §5.6.1: empty members of a list mean nothing.
            if (spec.IsEmpty)
                continue;
            if (++specified > Most || !TryRead(spec, length, out var resolved))
                return null;
            if (resolved is { } satisfiable)
                found.Add(satisfiable);
        }

        return specified == 0 || Overlap(found) ? null : found;
    }

    /// <summary>Fails for what is no range at all; <see langword="null"/> for one that the representation has nothing of.</summary>
    private static bool TryRead(ReadOnlySpan<char> spec, long length, out ByteRange? range)
    {
        range = null;
        var dash = spec.IndexOf('-');
        if (dash < 0)
            return false;
        var before = spec[..dash];
        var after = spec[(dash + 1)..];
        if (before.IsEmpty)
        {
            if (!TryNumber(after, out var suffix))
                return false;
            range = suffix == 0 || length == 0 ? null : new ByteRange(Math.Max(0, length - suffix), length - 1);
            return true;
        }

        var last = long.MaxValue;
        if (!TryNumber(before, out var first) || (!after.IsEmpty && !TryNumber(after, out last)) || last < first)
            return false;
        range = first >= length ? null : new ByteRange(first, Math.Min(last, length - 1));
        return true;
    }

    /// <summary>Digits alone; a number beyond all lengths counts as one.</summary>
    private static bool TryNumber(ReadOnlySpan<char> digits, out long number)
    {
        number = 0;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        if (!long.TryParse(digits, out number))
            number = long.MaxValue;
        return true;
    }

    private static bool Overlap(List<ByteRange> ranges)
    {
        for (var i = 0; i < ranges.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (ranges[i].First <= ranges[j].Last && ranges[j].First <= ranges[i].Last)
                    return true;
            }
        }

        return false;
    }
}
