using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicyEnvironmentTests
{
    [Fact]
    public void EveryKindOfScalar_CanComeFromTheEnvironment()
    {
        var route = PolicyKit.Route(
            """
            "ttl": "env:TTL", "jitter": "env:JITTER", "mode": "env:MODE", "client": { "etag": "env:ETAG" }, "tags": ["env:TAG"],
            "limits": { "variants": "env:COUNT", "bytes": "env:BYTES" }, "bypass": { "limit": "env:RATE" }
            """,
            ("TTL", "900"), ("JITTER", "20%"), ("MODE", "off"), ("ETAG", "false"), ("TAG", "a:b"), ("COUNT", "7"), (
                "BYTES", "1KB"), ("RATE", "3/s"));

        Assert.Equal(
            (900, 0.2, 1, false, "a:b"),
            (route.Ttl.TotalSeconds, route.Jitter, (int)route.Mode, route.ClientETag, route.Tags[0].Text));
        Assert.Equal((7, 1024, 3), (route.MaxVariants, route.MaxBytes, route.BypassLimit!.Value.Count));
    }

    [Theory]
    [InlineData("env:TTL:30s", null, 30)]
    [InlineData("env:TTL:30s", "", 30)]
    [InlineData("env:TTL:30s", "1m", 60)]
    public void Default_CountsWhereTheVariableIsUnsetOrEmpty(string value, string? set, int seconds) =>
        Assert.Equal(seconds, PolicyKit.Route($"\"ttl\": \"{value}\"", set is null ? [] : [("TTL", set)]).Ttl.TotalSeconds);

    [Fact]
    public void DefaultWithColons_IsTakenWhole() =>
        Assert.Equal("a:b:c", PolicyKit.Route("""  "tags": ["env:X:a:b:c"]  """).Tags[0].Text);

    [Fact]
    public void UnsetVariable_IsAFault() =>
        Assert.Equal(
            "policy.json:1:66 $.routes[0].ttl: found \"env:NO\", which is not set; allowed: a set variable, or \"env:NO:default\"",
            PolicyKit.Fault("\"ttl\": \"env:NO\"").ToString());

    [Fact]
    public void BadValue_IsNeverShown()
    {
        var fault = PolicyKit.Fault("\"ttl\": \"env:SECRET\"", ("SECRET", "hunter2"));

        Assert.Equal(("\"env:SECRET\"", "with a value which is no duration"), (fault.Found, fault.Problem));
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BadNameInAKey_IsNeverShown()
    {
        var fault = PolicyKit.Fault("""  "key": { "headers": ["env:SECRET"] }  """, ("SECRET", "hunter 2"));

        Assert.DoesNotContain("hunter", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ReferenceWithoutAName_IsAFault() =>
        Assert.Equal("which names no variable", PolicyKit.Fault("\"ttl\": \"env:9-x\"").Problem);

    [Fact]
    public void TemplateAfterEnv_IsATemplate() =>
        Assert.Equal("env:{route}", PolicyKit.Route("""  "tags": ["env:{route}"]  """).Tags[0].Text);

    [Fact]
    public void DefaultTtl_ComesFromCacheDefaultTtl_WhereNoneIsStated()
    {
        Assert.Equal(60, PolicyKit.Route("\"jitter\": \"1%\"", ("CACHE_DEFAULT_TTL", "60")).Ttl.TotalSeconds);
        Assert.Equal(5, PolicyKit.Route("\"ttl\": 5", ("CACHE_DEFAULT_TTL", "60")).Ttl.TotalSeconds);
        Assert.Equal("\"env:CACHE_DEFAULT_TTL\"", PolicyKit.Fault("\"jitter\": \"1%\"", ("CACHE_DEFAULT_TTL", "soon")).Found);
    }
}
