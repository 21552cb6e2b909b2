namespace CachingGateway.Http;

/// <summary>The fields by which origins tell caches the tags of a response.</summary>
internal static class TagFields
{
    /// <summary>The most tags of one response.</summary>
    public const int MaxTags = 1000;

    /// <summary>The longest tag, in characters.</summary>
    public const int MaxTagChars = 1024;

    private static readonly char[] WhiteSpace = [' ', '\t'];

    /// <summary>
    /// Adds the tags that a response's fields name: between white space, as <c>Surrogate-Key</c> and <c>xkey</c> have them, or between
    /// commas where the field is one of the <c>Cache-Tag</c> kind.
    /// </summary>
    /// <returns>Whether these are all of them: a response with some left out must not be stored.</returns>
    public static bool TryAdd(IHeaderDictionary headers, IReadOnlyList<string> names, List<string> tags)
    {
        var known = tags.ToHashSet(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var separators = name.EndsWith("Cache-Tag", StringComparison.OrdinalIgnoreCase) ? [','] : WhiteSpace;
            foreach (var line in headers[name])
            {
                foreach (var tag in (line ?? "").Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    if (tag.Length > MaxTagChars || tags.Count >= MaxTags)
                        return false;
                    if (known.Add(tag))
                        tags.Add(tag);
                }
            }
        }

        return true;
    }
}
