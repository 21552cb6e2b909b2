namespace CachingGateway.TestKit;

/// <summary>Lists of header fields.</summary>
internal static class FieldLines
{
    public static IReadOnlyList<string> All(IEnumerable<KeyValuePair<string, string>> fields, string name) =>
        [.. fields.Where(f => string.Equals(f.Key, name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value)];

    public static string? Joined(IEnumerable<KeyValuePair<string, string>> fields, string name) =>
        All(fields, name) is { Count: > 0 } values ? string.Join(", ", values) : null;
}
