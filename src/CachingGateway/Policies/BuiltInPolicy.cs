using CachingGateway.Keys;
using CachingGateway.Policies.Compiling;
using CachingGateway.Policies.Matching;

namespace CachingGateway.Policies;

/// <summary>What counts without a policy file: every GET, by what the origin itself says (RFC 9111).</summary>
internal static class BuiltInPolicy
{
    public const string Source = "built-in";

    /// <summary>The service's name where no policy gives one.</summary>
    public const string Service = "api";

    public static PolicySnapshot Create(int version = 1)
    {
        if (!PathTemplate.TryParse("/{**path}", out var path, out var problem))
            throw new InvalidOperationException(problem);
        var settings = new KeySettings { ForwardAllHeaders = true, IsQueryAsSent = true };
        var faults = new List<KeyFault>();
        var key = KeyRules.Compile(settings, Service, "default", path.Parameters, faults)
            ?? throw new InvalidOperationException(faults[0].Problem);
        var rules = new RouteRules { Name = "default", Key = key, Freshness = FreshnessSource.Origin, Ttl = TimeSpan.Zero, Fingerprint = 0 };
        rules = rules with { Fingerprint = PolicyFingerprint.Of(Service, rules, settings, []) };
        var route = new MatchedRoute(rules, [path], new MatchConditions([HttpMethods.Get], []));
        return new PolicySnapshot(version, Source, Service, new RouteTable([route]));
    }
}
