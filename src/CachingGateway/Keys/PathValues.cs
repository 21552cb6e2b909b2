namespace CachingGateway.Keys;

/// <summary>The values that a path template took from a path, percent-decoded, in the template's order.</summary>
internal sealed class PathValues(IReadOnlyList<KeyValuePair<string, string>> values)
{
    public static PathValues Empty { get; } = new([]);

    public IReadOnlyList<KeyValuePair<string, string>> All => values;
}
