using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Pipeline;

namespace CachingGateway.Management.Explaining;

/// <summary>Says to people why a request is passed on.</summary>
internal static class ReasonWords
{
    private static readonly string[] Methods =
        [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    public static string Of(CacheReason reason, HttpContext context, RequestPlan plan) => reason switch
    {
        CacheReason.NoRoute => NoRoute(context, plan),
        CacheReason.RouteOff => "the route has mode off",
        CacheReason.AmbiguousTarget => "servers read this target in different ways (dot segments, escaped slashes, broken escapes)",
        CacheReason.Upgrade => "the connection is to become one of another protocol",
        CacheReason.RequestBody => "it has a body, and the route keys none (key.body)",
        CacheReason.RequestBodyTooLarge => $"its body is larger than {Amounts.OfBytes(CanonicalJson.MaxBytes)}",
        CacheReason.RequestBodyNotCanonical => "its body is not JSON, or names a member twice, or is nested too deep",
        CacheReason.Authorization => "it carries a credential, and the route neither keys it (key.identity) nor calls the answer everybody's (override)",
        CacheReason.Cookie => "it carries a cookie that the route neither keys, forwards nor ignores",
        CacheReason.Precondition => "its condition is the origin's to judge",
        CacheReason.ClientNoCache => "the client asks past the cache",
        CacheReason.ClientNoStore => "the client forbids storing",
        CacheReason.Head => "a stored answer to the GET is served; else it is passed on, and nothing is stored",
        CacheReason.Range => "a range of a stored answer is served; else it is passed on, and nothing is stored",
        _ => reason.Token(),
    };

    private static string NoRoute(HttpContext context, RequestPlan plan)
    {
        var head = RequestHeads.Of(context);
        foreach (var method in Methods)
        {
            if (RequestPlanner.Plan(head with { Method = method }, plan.Policy).Match is { } match)
                return $"no route matches; a {method} would be for route {match.Route.Name}";
        }

        return $"none of the {plan.Policy.Routes.Count} routes matches";
    }
}
