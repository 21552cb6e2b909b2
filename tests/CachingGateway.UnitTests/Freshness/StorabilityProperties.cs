using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.UnitTests.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Freshness;

public class StorabilityProperties
{
    [Fact]
    public void AnyResponse_IsDecidedWithoutAnException() =>
        Prop.ForAll(HeaderTexts.Arbitrary, ArbMap.Default.ArbFor<int>(), HeaderTexts.Arbitrary, (text, status, other) =>
            new[] { TestRules.Policy, TestRules.Explicit }.All(rules =>
            {
                var decision = Decide(rules, status, text, other);
                return decision.IsStorable == (decision.Reason is CacheReason.None)
                    && decision.IsStorable == (decision.Left > TimeSpan.Zero);
            })).QuickCheckThrowOnFailure();

    [Fact]
    public void OneMoreLine_NeverMakesStorableNorLonger() =>
        Prop.ForAll(HeaderTexts.Arbitrary, HeaderTexts.Arbitrary, (text, other) =>
            new[] { "max-age=60", "no-store", "private=\"x\"" }.All(line =>
                Decide(TestRules.Policy, 200, new StringValues([line, text]), other).Left
                    <= Decide(TestRules.Policy, 200, line, other).Left)).QuickCheckThrowOnFailure();

    /// <summary>Jitter shortens by at most its share, keeps the least, and leaves something.</summary>
    [Fact]
    public void Jitter_OnlyShortens() =>
        Prop.ForAll<NormalFloat, NormalFloat, PositiveInt>((jitter, draw, ticks) =>
        {
            var rules = TestRules.Policy with { Jitter = Math.Abs(jitter.Get) % 1, MinTtl = TimeSpan.FromTicks(10) };
            var share = Math.Abs(draw.Get) % 1;
            var lifetime = TimeSpan.FromTicks(ticks.Get);
            var jittered = PolicyLifetime.Jittered(lifetime, rules, share);
            return jittered > TimeSpan.Zero && jittered <= lifetime
                && jittered.Ticks >= Math.Min(10, lifetime.Ticks)
                && jittered.Ticks >= (lifetime.Ticks * (1 - rules.Jitter)) - 1;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.1, 0.0, 100)]
    [InlineData(0.1, 0.5, 95)]
    [InlineData(1.0, 0.75, 25)]
    [InlineData(double.NaN, 0.5, 100)]
    [InlineData(0.1, -1.0, 100)]
    [InlineData(0.1, 2.0, 90)]
    public void Jitter_TakesItsShareOfTheDraw(double jitter, double draw, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            PolicyLifetime.Jittered(TimeSpan.FromSeconds(100), TestRules.Policy with { Jitter = jitter }, draw));

    private static StoreDecision Decide(RouteRules rules, int status, StringValues cacheControl, string other)
    {
        var headers = new HeaderDictionary
        {
            ["Cache-Control"] = cacheControl, ["Age"] = other, ["Date"] = other, ["Vary"] = other, ["Content-Type"] = other,
        };
        var response = new ResponseFacts(status, headers, DateTimeOffset.UnixEpoch, Authorized: false, RequestDirectives.None);
        return Storability.Decide(response, rules, 0.5);
    }
}
