using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PathMatchingTests
{
    [Theory]
    [InlineData("/v1/trigs", "/v1/trigs", true)]
    [InlineData("/v1/trigs", "/v1/Trigs", false)]
    [InlineData("/v1/trigs", "/v1/trigs/", false)]
    [InlineData("/v1/trigs/", "/v1/trigs/", true)]
    [InlineData("/v1/trigs/", "/v1/trigs", false)]
    [InlineData("/v1/trigs", "/v1", false)]
    [InlineData("/v1/trigs", "/v1/trigs/1", false)]
    [InlineData("/", "/", true)]
    [InlineData("/", "/a", false)]
    [InlineData("/{id}", "/", false)]
    [InlineData("/{id}", "/a", true)]
    [InlineData("/a/{id}", "/a/", false)]
    [InlineData("/a/{id}", "/a", false)]
    [InlineData("/a/{id}/", "/a/1/", true)]
    [InlineData("/{id?}", "/", true)]
    [InlineData("/a/{id?}", "/a", true)]
    [InlineData("/a/{id?}", "/a/1", true)]
    [InlineData("/a/{id?}", "/a/", false)]
    [InlineData("/a/{b?}/{c?}", "/a/1/2", true)]
    [InlineData("/a/{b?}/{c?}", "/a/1/2/3", false)]
    [InlineData("/a/{b=1}/c", "/a/c", false)]
    [InlineData("/{**all}", "/", true)]
    [InlineData("/{**all}", "/a/b/", true)]
    [InlineData("/a/{**rest}", "/a", true)]
    [InlineData("/a/{**rest}", "/a/", true)]
    [InlineData("/a/{*rest}", "/a/b/c", true)]
    [InlineData("/a/{**rest}", "/b", false)]
    [InlineData("/a/{id:int}", "/a/12", true)]
    [InlineData("/a/{id:int}", "/a/x", false)]
    [InlineData("/a/{id:int}", "/a/%31", true)]
    [InlineData("/a/{id:int?}", "/a", true)]
    [InlineData("/a/{id:regex(^[a-f]{{2}}$)}", "/a/be", true)]
    [InlineData("/a/{id:regex(^[a-f]{{2}}$)}", "/a/xx", false)]
    [InlineData("/a/{id:length(2,3)}", "/a/1234", false)]
    [InlineData("/f/{name}.{ext}", "/f/x.tar.gz", true)]
    [InlineData("/f/{name}.{ext}", "/f/.gz", false)]
    [InlineData("/f/{name}.{ext}", "/f/gz.", false)]
    [InlineData("/f/{name}.{ext?}", "/f/plain", true)]
    [InlineData("/f/v{n:int}-{m:int}x", "/f/v1-2x", true)]
    [InlineData("/f/v{n:int}-{m:int}x", "/f/v1-bx", false)]
    [InlineData("/café", "/caf%C3%A9", true)]
    [InlineData("/caf%c3%a9", "/caf%C3%A9", true)]
    [InlineData("/a b", "/a%20b", true)]
    [InlineData("/%41", "/A", true)]
    [InlineData("/a:b", "/a:b", true)]
    [InlineData("/a%3Ab", "/a:b", false)]
    public void Template_MatchesAsAspNetCoreDoes(string template, string path, bool matches) =>
        Assert.Equal(matches, PolicyKit.Matched(PolicyKit.Paths(template), path) is not null);

    [Theory]
    [InlineData("/a/{x}/{y}", "/a/1/2", "x=1 y=2")]
    [InlineData("/a/{x}", "/a/b%20c%C3%A9", "x=b cé")]
    [InlineData("/a/{x}", "/a/100%25", "x=100%")]
    [InlineData("/a/{x?}", "/a", "")]
    [InlineData("/a/{x=5}/{y?}", "/a", "x=5")]
    [InlineData("/a/{x=5}/{y=6}", "/a/1", "x=1 y=6")]
    [InlineData("/a/{**x}", "/a/b/c%20d/", "x=b/c d/")]
    [InlineData("/a/{**x}", "/a", "x=")]
    [InlineData("/a/{**x}", "/a/", "x=")]
    [InlineData("/a/{**x=z}", "/a", "x=z")]
    [InlineData("/f/{name}.{ext}", "/f/x.tar.gz", "name=x.tar ext=gz")]
    [InlineData("/f/{a}-{b}-{c}", "/f/1-2-3-4", "a=1-2 b=3 c=4")]
    [InlineData("/f/{a}--{b}", "/f/---x", "a=- b=x")]
    public void Values_AreDecodedInTheTemplatesOrder(string template, string path, string values) =>
        Assert.Equal(values, PolicyKit.Values(PolicyKit.Paths(template), path));

    [Fact]
    public void FirstInTheFile_Wins_NotTheMostSpecific()
    {
        var policy = PolicyKit.Paths("/a/{x:int}", "/a/{x}", "/b/c", "/{**rest}");

        Assert.Equal("0", PolicyKit.Matched(policy, "/a/1"));
        Assert.Equal("1", PolicyKit.Matched(policy, "/a/x"));
        Assert.Equal("2", PolicyKit.Matched(policy, "/b/c"));
        Assert.Equal("3", PolicyKit.Matched(policy, "/b/d"));
        Assert.Equal("0", PolicyKit.Matched(PolicyKit.Paths("/{x}/{y:int}", "/a/{y}"), "/a/1"));
    }

    [Fact]
    public void SeveralPaths_BelongToOneRoute()
    {
        var policy = PolicyKit.Good("""{ "routes": [{ "name": "r", "match": { "path": ["/a/{id}", "/b/{id}"] } }] }""");

        Assert.Equal("r", PolicyKit.Matched(policy, "/a/1"));
        Assert.Equal("id=2", PolicyKit.Values(policy, "/b/2"));
        Assert.Null(PolicyKit.Matched(policy, "/c/1"));
    }

    [Theory]
    [InlineData("/a/{x")]
    [InlineData("/a/{x}/{x}")]
    [InlineData("/a//b")]
    [InlineData("/a/{**x}/b")]
    [InlineData("/a/{x:nonsense}")]
    [InlineData("/a/{x:int(1,2)}")]
    [InlineData("/a/{x:regex((?=a)b)}")]
    [InlineData("/a/{x:int=abc}")]
    [InlineData("/a/{x?}/")]
    [InlineData("/a/../b")]
    [InlineData("/a/%2Fb")]
    [InlineData("/a/%zz")]
    [InlineData("/a/%ff")]
    [InlineData("a")]
    [InlineData("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25/26/27/28/29")]
    public void ImpossibleTemplate_IsRefused(string template) =>
        Assert.Contains("match.path", PolicyKit.Fault($$"""  "match": { "path": "{{template}}" }  """).Place.Path, StringComparison.Ordinal);

    [Fact]
    public void Regex_IsMatchedInLinearTime()
    {
        var policy = PolicyKit.Paths("/a/{x:regex(^(a+)+$)}");

        Assert.Null(PolicyKit.Matched(policy, $"/a/{new string('a', 5000)}!"));
    }
}
