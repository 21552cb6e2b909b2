using CachingGateway.Management.Keys;

namespace CachingGateway.Management.Explaining;

/// <summary>What the gateway would do with one request, and why, as far as that is known without an origin.</summary>
internal sealed record Explanation
{
    /// <summary>Method and URL.</summary>
    public required string Request { get; init; }

    /// <summary>The policy file, or <c>built-in</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>The route that matches; <see langword="null"/>: none does.</summary>
    public string? Route { get; init; }

    /// <summary><c>cache</c> or <c>off</c>.</summary>
    public string? Mode { get; init; }

    /// <summary><c>look-up</c>, <c>bypass</c> or <c>refuse</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>The token by which <c>Cache-Status</c> and the log name the reason; <see langword="null"/>: there is none to name.</summary>
    public string? Reason { get; init; }

    /// <summary>The same in words.</summary>
    public required string Because { get; init; }

    /// <summary>The entry's name.</summary>
    public string? Name { get; init; }

    /// <summary>The entry's identity: 32 hexadecimal digits.</summary>
    public string? Identity { get; init; }

    /// <summary>What the origin is asked, if it is asked.</summary>
    public ExplainedFetch? Origin { get; init; }

    /// <summary>How long answers stay fresh, by status or class of statuses.</summary>
    public IReadOnlyDictionary<string, string>? Ttl { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The rules that would retire the entry, if their events came with the right values.</summary>
    public IReadOnlyList<string>? RetiredBy { get; init; }

    /// <summary>The <c>Cache-Control</c> that clients are sent.</summary>
    public string? ClientCacheControl { get; init; }

    public IReadOnlyDictionary<string, string>? Limits { get; init; }

    /// <summary>What is stored for it; <see langword="null"/>: no gateway was asked, or it is not looked up.</summary>
    public StoredExplanation? Stored { get; init; }
}

/// <summary>What a running gateway has for a request.</summary>
/// <param name="Now">What it would be answered with at this moment: <c>hit</c>, <c>stale</c>, <c>miss</c>, <c>bypass</c> or <c>refuse</c>.</param>
/// <param name="Because">Why, in words.</param>
/// <param name="Entries">In memory and in Redis.</param>
/// <param name="History">The invalidations that name it, the newest first.</param>
internal sealed record StoredExplanation(
    string Now, string Because, IReadOnlyList<EntryDetails> Entries, IReadOnlyList<RetiringRecord> History);

/// <summary>The request that the origin gets. Credentials are masked.</summary>
/// <param name="Headers">Without what the gateway says of itself: <c>Via</c> and <c>X-Forwarded-*</c>.</param>
internal sealed record ExplainedFetch(string Method, string Target, IReadOnlyDictionary<string, string> Headers);
