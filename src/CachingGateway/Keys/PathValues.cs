namespace CachingGateway.Keys;

/// <summary>The values that a path template took from a path, percent-decoded, in the template's order.</summary>
/// <param name="values">The values by name.</param>
/// <param name="form">Which of the route's path templates it was, from 0: names tell the others apart by a hash.</param>
internal sealed class PathValues(IReadOnlyList<KeyValuePair<string, string>> values, int form = 0)
{
    public static PathValues Empty { get; } = new([]);

    public IReadOnlyList<KeyValuePair<string, string>> All => values;

    public int Form => form;
}
