using CachingGateway.Keys;
using CachingGateway.Observability;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class CredentialTests
{
    private static readonly KeySettings Cookies = new()
    {
        Cookies = ["lang"],
        ForwardCookies = ["theme"],
        IgnoreCookies = ["_ga*"],
    };

    [Theory]
    [InlineData("Accept: */*", nameof(CacheReason.None))]
    [InlineData("Authorization: Bearer a", nameof(CacheReason.Authorization))]
    [InlineData("Proxy-Authorization: Basic a", nameof(CacheReason.Authorization))]
    [InlineData("X-Api-Key: a", nameof(CacheReason.None))]
    [InlineData("Cookie: session=1", nameof(CacheReason.Cookie))]
    [InlineData("Cookie: session", nameof(CacheReason.Cookie))]
    [InlineData("Cookie: ", nameof(CacheReason.None))]
    [InlineData("Cookie: ;; ;", nameof(CacheReason.None))]
    public void Credentials_KeepARequestFromBeingLookedUp(string field, string reason) =>
        Assert.Equal(reason, Examine(new KeySettings(), field).ToString());

    [Fact]
    public void IdentityAndOverride_LetAuthorizationThrough()
    {
        Assert.Equal(CacheReason.None, Examine(new KeySettings { Identity = KeyIdentity.Authorization }, "Authorization: a"));
        Assert.Equal(CacheReason.None, Examine(new KeySettings { AuthorizationIsPublic = true }, "Authorization: a"));
    }

    [Fact]
    public void WellKnownCredential_CountsWhereEverythingIsForwarded()
    {
        var all = new KeySettings { ForwardAllHeaders = true };
        Assert.Equal(CacheReason.Authorization, Examine(all, "x-api-key: a"));
        Assert.Equal(CacheReason.None, Examine(all with { Headers = ["X-Api-Key"] }, "x-api-key: a"));
        Assert.Equal(CacheReason.None, Examine(all with { ForwardHeaders = ["X-API-KEY"] }, "x-api-key: a"));
    }

    [Theory]
    [InlineData("lang=en", nameof(CacheReason.None))]
    [InlineData("lang=en; theme=dark; _ga=1; _ga_X=2", nameof(CacheReason.None))]
    [InlineData("lang=\"en\"", nameof(CacheReason.None))]
    [InlineData(" lang = en ;", nameof(CacheReason.None))]
    [InlineData("lang=a=b", nameof(CacheReason.None))]
    [InlineData("_ga=\"x", nameof(CacheReason.None))]
    [InlineData("Lang=en", nameof(CacheReason.Cookie))]
    [InlineData("lang", nameof(CacheReason.Cookie))]
    [InlineData("=en", nameof(CacheReason.Cookie))]
    [InlineData("lang=en; sid=1", nameof(CacheReason.Cookie))]
    [InlineData("lang=\"en; theme=dark\"", nameof(CacheReason.Cookie))]
    [InlineData("lang=\"a\\\"\"", nameof(CacheReason.Cookie))]
    [InlineData("$Version=1; lang=en", nameof(CacheReason.Cookie))]
    public void EveryCookie_MustBeKnown(string cookies, string reason) => 
        Assert.Equal(reason, Examine(Cookies, "Cookie: " + cookies).ToString());

    [Fact]
    public void UnknownCookieOnASecondLine_IsSeen() =>
        Assert.Equal(CacheReason.Cookie, Examine(Cookies, "Cookie: lang=en", "Cookie: sid=1"));

    [Fact]
    public void NothingIgnoresACookieWithoutAName() =>
        Assert.Equal(CacheReason.Cookie, Examine(new KeySettings { IgnoreCookies = ["*"] }, "Cookie: token"));

    [Fact]
    public void FieldsNamedInConnection_AreGone() =>
        Assert.Equal(CacheReason.None, Examine(new KeySettings(), "Connection: Cookie, authorization", "Cookie: sid=1",
            "Authorization: a"));

    private static CacheReason Examine(KeySettings settings, params string[] fields) =>
        KeyRequest.Compile(settings).Examine(new KeyRequest { Fields = fields }.Head.Headers);
}
