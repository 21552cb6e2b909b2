namespace CachingGateway.Keys;

/// <summary>Everything that the key rules say of one request. Immutable: it may be remembered for equal requests.</summary>
internal sealed class RequestKey
{
    public required EntryKey Key { get; init; }

    /// <summary>The entry's name, for people, Redis and patterns: <c>trig:123:v1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Path and query as the origin is asked, in canonical form.</summary>
    public required string ForwardedPath { get; init; }

    /// <summary>The query with its question mark, or empty.</summary>
    public required string ForwardedQuery { get; init; }

    /// <summary>The variant by <c>Accept</c>, <c>Accept-Language</c> and <c>Origin</c>.</summary>
    public required VariantKey Variant { get; init; }

    /// <summary>The content codings the client takes, of those that the gateway tells apart.</summary>
    public required AcceptedCodings Codings { get; init; }

    /// <summary>What templates of tags may name.</summary>
    public required TemplateValues Values { get; init; }

    /// <summary>The fields of the keyed body; none where no body is keyed.</summary>
    public BodyFields BodyFields { get; init; }
}
