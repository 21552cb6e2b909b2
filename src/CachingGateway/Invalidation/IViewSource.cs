using CachingGateway.Invalidation.Protocol;

namespace CachingGateway.Invalidation;

/// <summary>Gives what this replica knows of invalidations.</summary>
internal interface IViewSource
{
    /// <summary>What is known now; a request reads it once. <see langword="null"/>: nothing yet.</summary>
    InvalidationView? View { get; }
}
