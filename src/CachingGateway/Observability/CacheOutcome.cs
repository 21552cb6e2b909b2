namespace CachingGateway.Observability;

/// <summary>What came of a request. A closed set: the same in <c>X-Cache-Status</c>, in metrics and in traces.</summary>
internal enum CacheOutcome
{
    /// <summary>Answered from what is stored, fresh.</summary>
    Hit,

    /// <summary>Looked up, not found, fetched.</summary>
    Miss,

    /// <summary>Answered by the origin past the cache.</summary>
    Bypass,

    /// <summary>Answered from what is stored and no longer fresh.</summary>
    Stale,

    /// <summary>Answered from what is stored, of which the origin said that it still holds.</summary>
    Revalidated,
}

/// <summary>The names of <see cref="CacheOutcome"/>.</summary>
internal static class CacheOutcomes
{
    private static readonly string[] Tokens = [.. Enum.GetNames<CacheOutcome>().Select(CacheReasons.KebabCase)];
    private static readonly string[] FieldValues = [.. Enum.GetNames<CacheOutcome>().Select(name => name.ToUpperInvariant())];

    public static int Count => Tokens.Length;

    /// <summary>For metrics and traces: <c>hit</c>.</summary>
    public static string Token(this CacheOutcome outcome) => Tokens[(int)outcome];

    /// <summary>For <c>X-Cache-Status</c>: <c>HIT</c>.</summary>
    public static string FieldValue(this CacheOutcome outcome) => FieldValues[(int)outcome];
}
