namespace CachingGateway.Observability;

/// <summary>Where the body that a client got came from.</summary>
internal enum BodySource
{
    /// <summary>What is stored.</summary>
    Cache,

    /// <summary>A fetch that another request caused.</summary>
    Shared,

    /// <summary>The origin, for this client.</summary>
    Origin,
}
