using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Attacks;

/// <summary>No request is answered by what is remembered of another that it is not equal to.</summary>
public sealed class SharedPlanTests
{
    public static TheoryData<string[], string[]> Pairs => new()
    {
        { [], ["Host: other"] },
        { [], ["Accept: text/html"] },
        { [], ["Accept: "] },
        { ["Accept: a", "Accept-Language: b"], ["Accept: b", "Accept-Language: a"] },
        { ["Accept: a"], ["Accept-Language: a"] },
        { ["Accept: a, b"], ["Accept: a", "Accept: b, c"] },
        { ["Origin: http://a"], ["Origin: http://b"] },
        { [], ["X-Tenant: b"] },
        { ["X-Tenant: a"], ["X-Tenant: b"] },
        { ["X-Tenant: a"], ["x-tenant: A"] },
        { ["X-Tenant: a"], ["X-Tenant: a", "X-Tenant: b"] },
        { ["X-Tenant: a"], ["X-Tenant: a", "Connection: X-Tenant"] },
        { ["X-Beta: 1"], [] },
        { [], ["X-Beta: 1"] },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task RequestsThatDifferInWhatIsKeyed_NeverShare(string[] one, string[] other)
    {
        var policy = TestPolicy.Route(
            """{ "name": "beta", "match": { "path": ["/{**path}"], "headers": [{ "name": "X-Beta", "values": ["1"] }] }, "mode": "off" }""",
            """{ "name": "all", "match": { "path": ["/{**path}"] }, "key": { "headers": ["X-Tenant"] } }""");
        await using var at = await TestEnvironment.StartAsync(policy);
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(Seen(r)));
        var own = new[] { one, other }.Select(h => h.Any(l => l.StartsWith("Host", StringComparison.Ordinal)) ? h : [.. h, "Host: x"]).ToArray();
        var first = (await at.Gateway.GetRawAsync("/page", own[0])).Text;
        await at.Gateway.GetRawAsync("/page", own[0]);

        var second = await at.Gateway.GetRawAsync("/page", own[1]);
        await at.Gateway.GetRawAsync("/page", own[1]);
        var again = await at.Gateway.GetRawAsync("/page", own[0]);

        Assert.NotEqual("HIT", second.CacheStatus);
        Assert.Equal(first, again.Text);
    }

    private static string Seen(ReceivedRequest request) => string.Join('|', request.Headers
        .Where(h => h.Key is "Accept" or "Accept-Language" or "Origin" or "X-Tenant" or "X-Beta" or "X-Forwarded-Host").Select(h => $"{h.Key}={h.Value}"));
}
