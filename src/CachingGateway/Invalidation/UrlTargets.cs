using CachingGateway.Http;
using CachingGateway.Invalidation.Records;
using CachingGateway.Keys;
using CachingGateway.Policies;

namespace CachingGateway.Invalidation;

/// <summary>
/// Brings URLs that are to be invalidated into the form that responses are known by: path and query as the origin is asked under
/// the policy's rules, behind the host and a space where one is given.
/// </summary>
internal static class UrlTargets
{
    private static readonly RouteRules Plain = BuiltInPolicy.Create().Routes[0];

    /// <summary>The canonical target; <see langword="null"/>: the text is no URL that a response could be known by.</summary>
    /// <param name="url">Absolute, or path and query alone: then of any host.</param>
    /// <param name="policy">The policy in force, whose routes say which parameters count.</param>
    public static InvalidationTarget? Canonical(string url, PolicySnapshot policy)
    {
        if (!CanonicalTarget.TryParse(url, out var target))
            return null;
        var uri = url.StartsWith('/') ? null : new Uri(url);
        return Of(new RequestHead(HttpMethods.Get, uri?.Scheme ?? "http", uri?.Authority ?? "", url, new HeaderDictionary()), target, policy);
    }

    /// <summary>The target of a request, as a GET of it would be known by.</summary>
    public static InvalidationTarget? Of(in RequestHead head, PolicySnapshot policy) =>
        CanonicalTarget.TryParse(head.RawTarget, out var target) ? Of(head with { Method = HttpMethods.Get }, target, policy) : null;

    /// <summary>What a response is known by: the ids of path and query, and of the host where that is keyed; else 0.</summary>
    public static (ulong Url, uint Host) IdsOf(RequestKey key, bool isHostKeyed) =>
        (TargetId.Of(TargetKind.Url, key.ForwardedPath + key.ForwardedQuery), isHostKeyed ? TargetId.OfHost(key.Values.Host) : 0);

    private static InvalidationTarget Of(in RequestHead head, CanonicalTarget target, PolicySnapshot policy)
    {
        var (rules, values) = policy.TryMatch(head, target, out var match) && match.Route.Key.Settings.Body == KeyBody.None
            ? (match.Route.Key, match.Values)
            : (Plain.Key, PathValues.Empty);
        var key = rules.Build(head, target, values, default);
        var path = key.ForwardedPath + key.ForwardedQuery;
        return new InvalidationTarget(TargetKind.Url, head.Host.Length == 0 ? path : $"{key.Values.Host} {path}");
    }
}
