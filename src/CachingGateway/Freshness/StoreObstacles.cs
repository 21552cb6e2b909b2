using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Freshness;

/// <summary>
/// Who forbids that a response is stored: the client, its credentials, or the origin. A route's <c>override</c> sets an
/// obstacle aside.
/// </summary>
internal static class StoreObstacles
{
    public static CacheReason Find(in ResponseFacts response, in ResponseDirectives directives, RouteRules rules)
    {
        var kept = ~rules.Override;
        var isOrigins = rules.Freshness is FreshnessSource.Origin;
        // RFC 9111 §5.2.2.3: whoever understands the status may store in spite of the no-store beside it.
        var isUnderstood = isOrigins && directives.MustUnderstand && UnderstoodStatuses.Contains(response.Status);

        return response switch
        {
            // RFC 9111 §5.2.1.5: the client's word is for this answer and no route's to set aside.
            { Request.NoStore: true } => CacheReason.ClientNoStore,
            { Authorized: true } when Stands(Obstacles.Authorization, kept) && !(isOrigins && OriginTerms.AnswersCredentials(directives)) =>
                CacheReason.Authorization,
            // RFC 9111 §5.2.2.3.
            _ when isOrigins && directives.MustUnderstand && !isUnderstood => CacheReason.Status,
            // RFC 9111 §5.2.2.5, §5.2.2.7: private with fields or not, since none is left out.
            _ when directives.NoStore && !isUnderstood && Stands(Obstacles.NoStore, kept) => CacheReason.NoStore,
            _ when directives.Private && Stands(Obstacles.Private, kept) => CacheReason.Private,
            // RFC 9111 §5.2.2.4: under the policy's freshness nothing asks the origin each time; and no field is left out.
            _ when directives.NoCache && (!isOrigins || directives.NoCacheFields) && Stands(Obstacles.NoCache, kept) => CacheReason.NoCache,
            _ when response.Headers.SetCookie.Count > 0 && Stands(Obstacles.SetCookie, kept) => CacheReason.SetCookie,
            _ when VariesByAnything(response.Headers.Vary) && Stands(Obstacles.Vary, kept) => CacheReason.VaryStar,
            _ => CacheReason.None,
        };
    }

    private static bool Stands(Obstacles obstacle, Obstacles kept) => (kept & obstacle) != Obstacles.None;

    /// <summary>Whether a member of <c>Vary</c> is <c>*</c> (RFC 9110 §12.5.5), whatever stands beside it.</summary>
    private static bool VariesByAnything(StringValues vary)
    {
        foreach (var line in vary)
        {
            ReadOnlySpan<char> rest = line;
            for (var name = HttpTokens.NextRun(ref rest); !name.IsEmpty; name = HttpTokens.NextRun(ref rest))
            {
                if (name is "*")
                {
                    return true;
                }
            }
        }

        return false;
    }
}
