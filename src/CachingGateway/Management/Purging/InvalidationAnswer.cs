using CachingGateway.Entries;
using CachingGateway.Http;

namespace CachingGateway.Management.Purging;

/// <summary>What is certain after an invalidation: no replica serves what it named any more.</summary>
/// <param name="Sequence">The number it took.</param>
/// <param name="Rules">How many rules of the policy were for it; of operators' own there are none.</param>
/// <param name="Targets">How many targets it named.</param>
internal sealed record InvalidationAnswer(long Sequence, int Rules, int Targets, ConfirmedReplicas Replicas, double ElapsedMs)
{
    public static IResult Of(HttpContext context, Fence fence, int rules, int targets, ConfirmedReplicas replicas, TimeSpan elapsed)
    {
        context.Response.Headers[FieldNames.XCacheSequence] = fence.ToString();
        return Results.Json(new InvalidationAnswer(fence.Sequence, rules, targets, replicas, Math.Round(elapsed.TotalMilliseconds, 2)));
    }
}

/// <summary>How many replicas there were, and how many of them said that they know.</summary>
internal sealed record ConfirmedReplicas(int Live, int Confirmed);
