using CachingGateway.Keys;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class NameTests
{
    private const string Hash = "[0-9a-f]{32}";

    private static readonly KeySettings Keyed = new()
    {
        Headers = ["X-Tenant"],
        Cookies = ["lang"],
        Identity = KeyIdentity.Authorization,
    };

    [Theory]
    [InlineData(null, "/a/b", "^svc:trig:a:b:v1$")]
    [InlineData(null, "/a", "^svc:trig:a:-:v1$")]
    [InlineData(null, "/a/b?x=1", $"^svc:trig:a:b:params_{Hash}:v1$")]
    [InlineData("{first}:{rest}:v1", "/a/b", "^a:b:v1$")]
    [InlineData("{FIRST}:{rest}:v1", "/a/b", "^a:b:v1$")]
    [InlineData("{first}:{rest}:v1", "/a/b/c%20d", "^a:b/c%20d:v1$")]
    [InlineData("{first}:{rest}:v1", "/a/b?x=1", $"^a:b:v1:{Hash}$")]
    [InlineData("trigs:v1", "/a/b", $"^trigs:v1:{Hash}$")]
    [InlineData("{first}:{rest}:list_{params}", "/a/b", "^a:b:list$")]
    [InlineData("{first}:{rest}:{params}:{host}", "/a/b", "^a:b:example.org$")]
    [InlineData("{first}:{rest}:include_{query.include}", "/a/b?include=x,y", "^a:b:include_x,y$")]
    [InlineData("{first}:{rest}:include_{query.include}", "/a/b", "^a:b:include_-$")]
    [InlineData("{first}:{rest}:include_{query.include}", "/a/b?include=", "^a:b:include_$")]
    [InlineData("{first}:{rest}:include_{query.include}", "/a/b?include=-", "^a:b:include_%2D$")]
    [InlineData("{first}:{rest}:include_{query.include}", "/a/b?include", $"^a:b:include_:{Hash}$")]
    [InlineData("{first}:{rest}:include_{query.include}", "/a/b?include=a&include=b", "^a:b:include_a&b$")]
    [InlineData("{first}:{rest}:include_{hash:query.include}", "/a/b?include=a", $"^a:b:include_{Hash}$")]
    [InlineData("{first}:{rest}:include_{hash:query.include}", "/a/b", "^a:b:include_-$")]
    [InlineData("{first}:{rest}:{query.x}", "/a/b?x=a%3Ab", "^a:b:a%3Ab$")]
    [InlineData("{first}:{rest}:{query.x}", "/a/b?x=a:b", $"^a:b:a%3Ab:{Hash}$")]
    [InlineData("{first}:{rest}", "/a:*%3F[/b", "^a%3A%2A%3F%5B:b$")]
    [InlineData("{first}:{rest}", "/a%3A/b", $"^a%3A:b:{Hash}$")]
    [InlineData("{first}:{rest}", "/a/%C3%A9", "^a:%C3%A9$")]
    [InlineData("{first}:{rest}", "/params_x/b", "^%70arams_x:b$")]
    [InlineData("{first}:{rest}", "/a/", $"^a::{Hash}$")]
    [InlineData("{first}{rest}", "/a/b", $"^ab:{Hash}$")]
    [InlineData("{first}-{rest}", "/a/b", $"^a-b:{Hash}$")]
    public void Template_NamesTheEntry(string? template, string target, string expected) =>
        Assert.Matches(expected, (new KeyRequest { Target = target }).Key(new KeySettings { Template = template }).Name);

    [Fact]
    public void LongValue_BecomesAHash() =>
        Assert.Matches($"^a:!{Hash}$", new KeyRequest { Target = "/a/" + new string('x', 129) }.Key(
            new KeySettings { Template = "{first}:{rest}" }).Name);

    [Fact]
    public void OtherPathTemplateOfTheRoute_IsToldApart()
    {
        var rules = KeyRequest.Compile(new KeySettings { Template = "{first}:{rest}" });
        Assert.True(CanonicalTarget.TryParse("/a/b", out var target));
        var key = rules.Build(new KeyRequest().Head, target, new PathValues([new("first", "a"), new("rest", "b")], form: 1),
            default);
        Assert.Matches($"^a:b:{Hash}$", key.Name);
    }

    [Fact]
    public void KeyedValuesLeftOut_AreAppendedAsOneHash()
    {
        var settings = Keyed with { Template = "{first}:{rest}" };
        Assert.Equal("trigs:123", new KeyRequest().Key(settings).Name);
        string[] names =
        [
            .. new[] { "X-Tenant: a", "Cookie: lang=a", "Authorization: a", "X-Tenant:" }
                .Select(f => new KeyRequest { Fields = [f] }.Key(settings).Name),
        ];
        Assert.All(names, n => Assert.Matches($"^trigs:123:{Hash}$", n));
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void NamedHeaderCookieAndIdentity_StandInTheName()
    {
        var settings = Keyed with { Template = "{first}:{rest}:{header.x-tenant}:{cookie.lang}:{identity}" };
        var request = new KeyRequest { Fields = ["X-Tenant: a:b c", "Cookie: lang=\"*\"", "Authorization: Bearer secret"] };
        Assert.Matches($"^trigs:123:a%3Ab%20c:%22%2A%22:{Hash}$", request.Key(settings).Name);
        Assert.Equal("trigs:123:-:-:-", new KeyRequest().Key(settings).Name);
    }

    [Fact]
    public void Body_IsPartOfParams()
    {
        var request = new KeyRequest { Method = "POST", Body = "{}" };
        var settings = new KeySettings { Body = KeyBody.Json };
        Assert.Matches($"^svc:trig:trigs:123:params_{Hash}:v1$", request.Key(settings).Name);
        Assert.Matches($"^trigs:123:{Hash}$", request.Key(settings with { Template = "{first}:{rest}" }).Name);
        Assert.Matches($"^trigs:123:{Hash}:v2$", request.Key(settings with { Template = "{first}:{rest}:{body}:v2" }).Name);
    }

    [Fact]
    public void Credential_IsNowhereInWhatIsRemembered()
    {
        var key = new KeyRequest { Fields = ["Authorization: Bearer secret"] }.Key(Keyed);
        Assert.DoesNotContain("secret", System.Text.Json.JsonSerializer.Serialize(key), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ServiceAndRoute_AreEscaped()
    {
        var faults = new List<KeyFault>();
        var rules = KeyRules.Compile(new KeySettings(), "my:svc", "a route", KeyRequest.PathParameters, faults);
        Assert.StartsWith("my%3Asvc:a%20route:", new KeyRequest().Key(rules!).Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trig:{first}", "trig:a:b")]
    [InlineData("trigs", "trigs")]
    [InlineData("{service}/{route}/{host}", "svc/trig/example.org")]
    [InlineData("q:{query.q}", "q:a b,c*")]
    [InlineData("none:{query.none}", "none:")]
    [InlineData("{header.x-tenant}{cookie.lang}", "t?en")]
    public void Tag_HasItsValuesUnescaped(string template, string expected)
    {
        var faults = new List<KeyFault>();
        var tag = KeyTemplate.ParseTag(template, KeyRequest.PathParameters, faults, Keyed);
        var request = new KeyRequest { Target = "/a%3Ab/c?q=a%20b&q=c*", Fields = ["X-Tenant: t?", "Cookie: lang=en"] };
        Assert.Empty(faults);
        Assert.Equal(expected, tag!.RenderTag(request.Key(Keyed).Values));
    }

    [Fact]
    public void Name_IsVisibleAsciiWithoutGlobCharacters() =>
        Assert.DoesNotContain(
            new KeyRequest { Target = "/%C3%A9*?q={%22", Fields = ["X-Tenant: \u00e9*\\"] }.Key(
                Keyed with { Template = "{first}:{rest}:{query.q}:{header.x-tenant}" }).Name,
            c => c is <= ' ' or > '~' || "*?[]\\\"{}".Contains(c, StringComparison.Ordinal));
}
