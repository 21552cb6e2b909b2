using System.Globalization;
using CachingGateway.Freshness;
using CachingGateway.Keys;
using CachingGateway.Policies;

namespace CachingGateway.Management.Explaining;

/// <summary>What a route says, whichever request matches it.</summary>
internal static class RouteFacts
{
    public static Explanation AddTo(Explanation explanation, RouteRules route)
    {
        var named = explanation with { Route = route.Name, Mode = route.Mode == RouteMode.Off ? "off" : "cache" };
        return route.Mode == RouteMode.Off
            ? named
            : named with { Ttl = Lifetimes(route), ClientCacheControl = ClientCacheControl(route), Limits = Limits(route) };
    }

    public static Dictionary<string, string> Lifetimes(RouteRules route)
    {
        var isOrigins = route.Freshness == FreshnessSource.Origin;
        var lifetimes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (isOrigins)
            lifetimes["any"] = OriginsWord(route);
        if (!isOrigins || route.Ttl > TimeSpan.Zero)
            lifetimes["200"] = Lifetime(PolicyLifetime.For(StatusCodes.Status200OK, route) ?? TimeSpan.Zero, route);
        foreach (var (status, ttl) in route.Statuses.Stated)
            lifetimes.TryAdd(status, Lifetime(PolicyLifetime.Clamp(ttl, route), route));
        return lifetimes;
    }

    private static string OriginsWord(RouteRules route)
    {
        var bounds = route.MinTtl > TimeSpan.Zero ? $", from {Amounts.Of(route.MinTtl)} to {Amounts.Of(route.MaxTtl)}" : $", at most {Amounts.Of(route.MaxTtl)}";
        var last = route.Ttl > TimeSpan.Zero || route.Statuses.Stated.Any() ? "else as below" : "else it is asked about each time, if it has a validator";
        return $"the origin's s-maxage, else max-age, else Expires, else a tenth of the time since Last-Modified{bounds}; {last}";
    }

    private static string Lifetime(TimeSpan ttl, RouteRules route)
    {
        if (ttl == TimeSpan.Zero)
            return "not stored";
        return route.Jitter > 0 ? $"{Amounts.Of(ttl)}, at random up to {route.Jitter:P0} less" : Amounts.Of(ttl);
    }

    public static string ClientCacheControl(RouteRules route) =>
        route.ClientCacheControl.Count > 0 ? route.ClientCacheControl.ToString() : "the origin's own, else no-cache";

    public static Dictionary<string, string> Limits(RouteRules route)
    {
        var limits = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["body"] = $"{Amounts.OfBytes(route.BodyMinBytes)} to {Amounts.OfBytes(route.BodyMaxBytes)}",
            ["variants"] = route.MaxVariants.ToString(CultureInfo.InvariantCulture),
        };
        if (route.MaxEntries < long.MaxValue)
            limits["entries"] = route.MaxEntries.ToString(CultureInfo.InvariantCulture);
        if (route.MaxBytes < long.MaxValue)
            limits["bytes"] = Amounts.OfBytes(route.MaxBytes);
        if (route.Key.Settings.Body != KeyBody.None)
            limits["keyed body"] = Amounts.OfBytes(CanonicalJson.MaxBytes);
        if (route.ClientNoCache == ClientNoCache.Ignore)
            limits["no-cache"] = "not heeded";
        else if (route.BypassLimit is { } limit)
            limits["no-cache"] = $"{limit.Count} in {Amounts.Of(limit.Window)} for one client address";
        limits["timeout"] = Amounts.Of(route.Timeout);
        return limits;
    }
}
