using CachingGateway.Keys;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class CompileTests
{
    public static TheoryData<string> BrokenTemplates { get; } =
    [
        "", "{", "a{b", "a}", "{first}{", "{{first}}", "{}", "{unknown}", "{query.}", "{query}", "{hash:}", "{hash:params}",
        "{rest }",
        "{header.X-Tenant}", "{cookie.lang}", "{body}", "{identity}", "{query.utm_x}", "{query.other}", "a b", "a*", "a%",
        "caf\u00e9",
    ];

    [Theory]
    [MemberData(nameof(BrokenTemplates))]
    public void TemplateThatCannotWork_IsRefused(string template) =>
        Assert.All(Faults(new KeySettings { Template = template, Query = ["x"], IgnoreQuery = ["utm_*"] }), f =>
            Assert.Equal("key.template", f.Member));

    [Theory]
    [InlineData("{params}")]
    [InlineData("{body}")]
    [InlineData("{hash:query.x}")]
    [InlineData("{nothing}")]
    [InlineData("")]
    [InlineData("a\nb")]
    public void TagThatCannotWork_IsRefused(string template)
    {
        var faults = new List<KeyFault>();
        Assert.Null(KeyTemplate.ParseTag(template, ["id"], faults));
        Assert.Equal("tags", Assert.Single(faults).Member);
    }

    [Fact]
    public void TagOfSomethingNotKeyed_IsRefusedWhereSettingsAreKnown()
    {
        var faults = new List<KeyFault>();
        Assert.NotNull(KeyTemplate.ParseTag("t:{header.x}", [], faults));
        Assert.Null(KeyTemplate.ParseTag("t:{header.x}", [], faults, new KeySettings()));
    }

    [Fact]
    public void HostThatIsNotKeyed_MayNotBeNamed() => Faults(new KeySettings { Host = false, Template = "{host}" });

    [Fact]
    public void PathValueNamedAsAWordOfTemplates_IsRefusedWhereItIsUsed()
    {
        var faults = new List<KeyFault>();
        Assert.Null(KeyRules.Compile(new KeySettings { Template = "{route}" }, "s", "r", ["route"], faults));
        Assert.Contains("path value", Assert.Single(faults).Problem, StringComparison.Ordinal);
        Assert.NotNull(KeyRules.Compile(new KeySettings(), "s", "r", ["route"], []));
    }

    [Fact]
    public void EveryFault_IsFoundAtOnce()
    {
        var faults = Faults(new KeySettings
        {
            Template = "{a}:{b}",
            Headers = ["Host", "X Y"],
            Cookies = ["a b"],
            IgnoreQuery = [""],
        });
        Assert.Equal(
            ["key.headers[0]", "key.headers[1]", "key.cookies[0]", "ignore.query[0]", "key.template", "key.template"],
            faults.Select(f => f.Member));
        Assert.Contains("{first}", faults[^1].Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("connection")]
    [InlineData("Transfer-Encoding")]
    [InlineData("TE")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("x-forwarded-anything")]
    [InlineData("Forwarded")]
    [InlineData("X-Original-URL")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("Range")]
    [InlineData("If-None-Match")]
    [InlineData("Cache-Control")]
    [InlineData("Authorization")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Cookie")]
    [InlineData("Accept-Encoding")]
    [InlineData("Content-Type")]
    [InlineData("")]
    [InlineData("a:b")]
    public void HeaderThatCannotWork_IsRefused(string name)
    {
        Assert.Equal("key.headers[0]", Assert.Single(Faults(new KeySettings { Headers = [name] })).Member);
        Assert.Equal("forward.headers[0]", Assert.Single(Faults(new KeySettings { ForwardHeaders = [name] })).Member);
    }

    [Fact]
    public void Contradictions_AreRefused()
    {
        Faults(new KeySettings { Headers = ["X-A"], ForwardHeaders = ["x-a"] });
        Faults(new KeySettings { Headers = ["X-A", "x-a"] });
        Faults(new KeySettings { Cookies = ["a"], ForwardCookies = ["a"] });
        Faults(new KeySettings { Cookies = ["_ga"], IgnoreCookies = ["_ga*"] });
        Faults(new KeySettings { Query = ["a"], ForwardQuery = ["a"] });
        Faults(new KeySettings { Query = ["utm_a"], IgnoreQuery = ["utm_*"] });
        Faults(new KeySettings { ForwardQuery = ["a"] });
    }

    [Fact]
    public void ReadHeaders_AreThoseThatDecideKeyAndLookUp()
    {
        Assert.Equal(["authorization", "connection", "cookie", "proxy-authorization"],
            KeyRequest.Compile(new KeySettings()).ReadHeaders);
        var rules = KeyRequest.Compile(new KeySettings { Headers = ["X-Tenant"], Body = KeyBody.Json,
            ForwardHeaders = ["X-Other"] });
        Assert.Contains("x-tenant", rules.ReadHeaders);
        Assert.Contains("content-type", rules.ReadHeaders);
        Assert.DoesNotContain("x-other", rules.ReadHeaders);
        Assert.Contains("x-api-key", KeyRequest.Compile(new KeySettings { ForwardAllHeaders = true }).ReadHeaders);
    }

    private static List<KeyFault> Faults(KeySettings settings)
    {
        var faults = new List<KeyFault>();
        Assert.Null(KeyRules.Compile(settings, "svc", "trig", KeyRequest.PathParameters, faults));
        Assert.NotEmpty(faults);
        return faults;
    }
}
