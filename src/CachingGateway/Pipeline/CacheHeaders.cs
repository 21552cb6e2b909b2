namespace CachingGateway.Pipeline;

/// <summary>Which of the cache's own fields a client sees.</summary>
internal enum CacheHeaders
{
    /// <summary>All of them.</summary>
    All,

    /// <summary><c>X-Cache-Status</c> alone.</summary>
    Status,

    /// <summary>None.</summary>
    None,
}
