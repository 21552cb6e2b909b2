using System.Globalization;
using CachingGateway.Keys;
using CachingGateway.Policies.Members;

namespace CachingGateway.Policies.Compiling;

/// <summary>Refuses routes that contradict themselves. Each check is one question; all are asked.</summary>
internal static class RouteChecks
{
    private static readonly string[] Cacheable = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    public static void Run(RouteDraft route)
    {
        CheckMethods(route);
        CheckTimesToLive(route);
        CheckStatuses(route);
        CheckConditions(route, "headers", route.Settings.Match.Headers);
        CheckConditions(route, "query", route.Settings.Match.Query);
        CheckConditions(route, "cookies", route.Settings.Match.Cookies);
        CheckBody(route);
        CheckIdentity(route);
        CheckClient(route);
    }

    private static void CheckMethods(RouteDraft route)
    {
        var methods = route.Settings.Match.Methods;
        if (route.Settings.Mode != RouteMode.Cache || !route.AreSound("match", "match.methods", "mode") || methods.Count == 0)
            return;
        for (var index = 0; index < methods.Count; index++)
        {
            if (!Cacheable.Contains(methods[index]))
                route.Refuse(
                    $"match.methods[{index}]",
                    "which is never answered from a cache",
                    "GET, HEAD and POST; any other with \"mode\": \"off\"");
            else if (methods[index] == HttpMethods.Post && route.Settings.Key.Body == KeyBody.None && route.AreSound(
                "key", "key.body"))
                route.Refuse(
                    $"match.methods[{index}]",
                    "which is never looked up while its body is not keyed",
                    "POST with \"key\": { \"body\": \"json\" } or \"bytes\"");
        }

        if (methods.All(method => method == HttpMethods.Head))
            route.Refuse("match.methods", "by which nothing is ever stored", "HEAD together with GET, which includes it");
    }

    private static void CheckTimesToLive(RouteDraft route)
    {
        var (ttl, least, most) = (route.Settings.Ttl, route.Settings.MinTtl, route.Settings.MaxTtl);
        if (!route.AreSound("minTtl", "maxTtl"))
            return;
        if (least > most)
        {
            route.Refuse(
                route.States("minTtl") ? "minTtl" : "maxTtl",
                $"by which minTtl {Show(least)} is above maxTtl {Show(most)}",
                "minTtl at most maxTtl");
            return;
        }

        // Where freshness is the origin's, a ttl that nobody has written has no say.
        var counts = route.Settings.Freshness == FreshnessSource.Policy || route.States("ttl");
        if (!route.AreSound("ttl") || !counts || (ttl >= least && ttl <= most))
            return;
        var stated = route.States("ttl") ? "ttl" : ttl < least ? "minTtl" : "maxTtl";
        route.Refuse(
            stated,
            $"by which ttl {Show(ttl)} is outside minTtl {Show(least)} and maxTtl {Show(most)}",
            "ttl from minTtl to maxTtl");
    }

    private static void CheckStatuses(RouteDraft route)
    {
        if (!route.AreSound("statuses", "minTtl", "maxTtl"))
            return;
        foreach (var (status, ttl) in route.Settings.Statuses)
        {
            if (status is "206" or "304" && ttl > TimeSpan.Zero)
                route.Refuse($"statuses.{status}", $"though a {status} is never stored", "\"0s\", or no word of it");
            else if (ttl > TimeSpan.Zero && (ttl < route.Settings.MinTtl || ttl > route.Settings.MaxTtl))
                route.Refuse(
                    $"statuses.{status}",
                    "which is outside minTtl and maxTtl",
                    $"0s, or {Show(route.Settings.MinTtl)} to {Show(route.Settings.MaxTtl)}");
        }
    }

    private static void CheckConditions(RouteDraft route, string member, IReadOnlyList<ConditionSettings> conditions)
    {
        if (!route.AreSound("match", $"match.{member}"))
            return;
        for (var index = 0; index < conditions.Count; index++)
        {
            if (!route.AreSound($"match.{member}[{index}].mode", $"match.{member}[{index}].values"))
                continue;
            var asksForPresence = conditions[index].Mode is Matching.ConditionMode.Exists or Matching.ConditionMode.NotExists;
            if (asksForPresence && conditions[index].Values.Count > 0)
                route.Refuse(
                    $"match.{member}[{index}].values",
                    "which is not read with Exists and NotExists",
                    "no values with these modes");
            else if (!asksForPresence && conditions[index].Values.Count == 0)
                route.Refuse(
                    $"match.{member}[{index}]",
                    "without a value to compare with",
                    "\"values\" with at least one, or a mode of Exists or NotExists");
        }
    }

    private static void CheckBody(RouteDraft route)
    {
        var body = route.Settings.Body;
        if (route.AreSound("body", "body.min", "body.max") && body.MinBytes > body.MaxBytes)
            route.Refuse(
                route.States("body.min") ? "body.min" : "body.max",
                $"by which min, {body.MinBytes} bytes, is above max, {body.MaxBytes} bytes",
                "min at most max");
        if (route.AreSound("limits", "limits.bytes") && route.Settings.Limits.Bytes == 0)
            route.Refuse("limits.bytes", "which leaves room for nothing", "at least 1 byte; or \"mode\": \"off\"");
    }

    private static void CheckIdentity(RouteDraft route)
    {
        if (route.Settings.Key.Identity == KeyIdentity.Authorization && route.Settings.Override.HasFlag(Obstacles.Authorization))
            route.Refuse(
                "override.authorization",
                "by which one answer is everybody's, while key.identity keeps one for each credential",
                "one of the two");
    }

    private static void CheckClient(RouteDraft route)
    {
        if (route.Settings.Client.CacheControl is { } text && CacheControlText.ProblemOf(text) is { } problem)
            route.Refuse(
                "client.cacheControl", problem, "directives of RFC 9111 §5.2.2 and RFC 5861, like \"public, max-age=300\"");
    }

    private static string Show(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0s",
        _ when time.Ticks % TimeSpan.TicksPerDay == 0 => string.Create(
            CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerDay}d"),
        _ when time.Ticks % TimeSpan.TicksPerHour == 0 => string.Create(
            CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerHour}h"),
        _ when time.Ticks % TimeSpan.TicksPerMinute == 0 => string.Create(
            CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerMinute}m"),
        _ when time.Ticks % TimeSpan.TicksPerSecond == 0 => string.Create(
            CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerSecond}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms"),
    };
}
