using CachingGateway.Pipeline;

namespace CachingGateway.Management.Explaining;

/// <summary>A request that was explained.</summary>
/// <param name="Context">The request as the pipeline sees it.</param>
/// <param name="Plan">What the policy says of it; <see langword="null"/>: it is refused before that.</param>
internal sealed record ExplainedPlan(HttpContext Context, RequestPlan? Plan, Explanation Explanation);
