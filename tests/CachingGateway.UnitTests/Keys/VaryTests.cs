using CachingGateway.Keys;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class VaryTests
{
    private static readonly KeyRequest Plain = new();

    [Theory]
    [InlineData("Accept-Encoding", "accept-encoding")]
    [InlineData("Accept, Accept-Language, Origin", "")]
    [InlineData("X-Tenant", "")]
    [InlineData("X-Left-Behind, Referer, Authorization, Cookie, Range", "")]
    [InlineData("User-Agent, X-Client, user-agent", "user-agent,x-client")]
    [InlineData("Host, X-Forwarded-Host, X-Forwarded-Proto", "")]
    [InlineData("X-Forwarded-For", "*")]
    [InlineData("*", "*")]
    public void UnderPolicy_OnlyForwardedFieldsBeyondTheKeyCount(string vary, string beyond) =>
        Assert.Equal(beyond, Beyond(new KeySettings { Headers = ["X-Tenant"], ForwardHeaders = ["X-Client"] }, vary));

    [Theory]
    [InlineData("Accept, Origin", "accept,origin")]
    [InlineData("X-Tenant, X-Anything, Accept-Encoding", "accept-encoding,x-anything")]
    [InlineData("Cookie, Authorization, Host", "authorization")]
    public void WhereEverythingIsForwarded_EveryFieldNotKeyedCounts(string vary, string beyond) =>
        Assert.Equal(beyond, Beyond(new KeySettings { Headers = ["X-Tenant"], ForwardAllHeaders = true }, vary));

    [Fact]
    public void ForwardedCredentials_Count()
    {
        Assert.Equal("cookie", Beyond(new KeySettings { ForwardCookies = ["a"] }, "Cookie"));
        Assert.Equal("authorization", Beyond(new KeySettings { AuthorizationIsPublic = true }, "Authorization"));
        Assert.Equal("", Beyond(new KeySettings { Identity = KeyIdentity.Authorization }, "Authorization"));
    }

    [Fact]
    public void BaseVariant_IsByAcceptLanguageAndOrigin()
    {
        KeyRequest[] apart =
        [
            Plain, Plain with { Fields = ["Accept: a"] }, Plain with { Fields = ["Accept-Language: a"] },
            Plain with { Fields = ["Origin: a"] },
            Plain with { Fields = ["Accept:"] },
        ];
        Assert.Equal(apart.Length, apart.Select(r => r.Key(new KeySettings()).Variant).Distinct().Count());
        Assert.Single(apart.Select(r => r.Key(new KeySettings { ForwardAllHeaders = true }).Variant).Distinct());
        Assert.Single(apart.Select(r => r.Key(new KeySettings()).Key).Distinct());
    }

    [Fact]
    public void ListsThatDifferInWhiteSpaceOnly_AreOneVariant()
    {
        var tight = Plain with { Fields = ["Accept-Language: en-GB,en;q=0.5"] };
        var loose = Plain with { Fields = ["Accept-Language: en-GB", "Accept-Language:  en; q=0.5"] };
        Assert.Equal(tight.Key(new KeySettings()).Variant, loose.Key(new KeySettings()).Variant);
        Assert.Equal(tight.Forwarded(new KeySettings()), loose.Forwarded(new KeySettings()));
    }

    [Fact]
    public void AcceptEncoding_VariesByClass()
    {
        string[] names = ["accept-encoding"];
        var classes = Enumerable.Range(0, 4).Select(c => KeyRules.VariantBy(names, Plain.Head.Headers, (AcceptedCodings)c));
        Assert.Equal(4, classes.Distinct().Count());
    }

    [Fact]
    public void FieldNamedInConnection_IsAbsentFromTheVariant()
    {
        string[] names = ["x-a"];
        var gone = Plain with { Fields = ["X-A: 1", "Connection: x-a"] };
        Assert.Equal(
            KeyRules.VariantBy(names, Plain.Head.Headers, AcceptedCodings.None),
            KeyRules.VariantBy(names, gone.Head.Headers, AcceptedCodings.None));
    }

    private static string Beyond(KeySettings settings, string vary) =>
        string.Join(',', KeyRequest.Compile(settings).VaryBeyondKey(vary.Split(',')));
}
