namespace CachingGateway.Management.Purging;

/// <summary>What <c>POST /cache/purge</c> takes; all members may be absent, and something must be named.</summary>
internal sealed record PurgeBody
{
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Globs over names.</summary>
    public IReadOnlyList<string>? Patterns { get; init; }

    /// <summary>Names, as <c>X-Cache-Key</c> says them.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>Paths with their queries, or absolute URLs.</summary>
    public IReadOnlyList<string>? Urls { get; init; }

    /// <summary>Everything; stands alone.</summary>
    public bool All { get; init; }

    /// <summary><c>purge</c> (the usual) or <c>soft</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Only to say what would be retired.</summary>
    public bool Preview { get; init; }

    /// <summary>Of a preview: where it goes on, and that it is wanted in parts; empty: at the beginning.</summary>
    public string? Cursor { get; init; }
}
