using CachingGateway.Policies;
using CachingGateway.Policies.Members;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicyValuesTests
{
    [Theory]
    [InlineData("\"500ms\"", 0.5)]
    [InlineData("\"30s\"", 30)]
    [InlineData("\"5m\"", 300)]
    [InlineData("\"24h\"", 86400)]
    [InlineData("\"7d\"", 604800)]
    [InlineData("90", 90)]
    [InlineData("\"90\"", 90)]
    [InlineData("\"0s\"", 0)]
    public void Duration_IsRead(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PolicyKit.Route($"\"ttl\": {value}").Ttl);

    [Theory]
    [InlineData("\"5x\"")]
    [InlineData("\"-5s\"")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("\"1.5h\"")]
    [InlineData("\" 5s\"")]
    [InlineData("\"5 s\"")]
    [InlineData("\"5S\"")]
    [InlineData("\"\"")]
    [InlineData("\"s\"")]
    [InlineData("\"9999999999999999999d\"")]
    [InlineData("\"3651d\"")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[]")]
    public void NoDuration_IsRefused(string value) =>
        Assert.Equal("which is no duration", PolicyKit.Fault($"\"ttl\": {value}").Problem);

    [Theory]
    [InlineData("\"1KB\"", 1024)]
    [InlineData("\"10MB\"", 10 * 1024 * 1024)]
    [InlineData("\"2GB\"", 2L * 1024 * 1024 * 1024)]
    [InlineData("\"7B\"", 7)]
    [InlineData("512", 512)]
    [InlineData("\"512\"", 512)]
    public void Size_IsRead(string value, long bytes) =>
        Assert.Equal(bytes, PolicyKit.Route($$"""  "body": { "max": {{value}} }  """).BodyMaxBytes);

    [Theory]
    [InlineData("\"1kb\"")]
    [InlineData("\"1 KB\"")]
    [InlineData("\"1.5MB\"")]
    [InlineData("\"99999999999TB\"")]
    [InlineData("-1")]
    public void NoSize_IsRefused(string value) =>
        Assert.Equal("which is no size", PolicyKit.Fault($$"""  "body": { "max": {{value}} }  """).Problem);

    [Theory]
    [InlineData("\"10%\"", 0.1)]
    [InlineData("\"0%\"", 0)]
    [InlineData("\"100%\"", 1)]
    [InlineData("\"12.5%\"", 0.125)]
    public void Percentage_IsRead(string value, double share) => Assert.Equal(
        share, PolicyKit.Route($"\"jitter\": {value}").Jitter);

    [Theory]
    [InlineData("\"101%\"")]
    [InlineData("\"-1%\"")]
    [InlineData("\".5%\"")]
    [InlineData("\"%\"")]
    [InlineData("\"10\"")]
    [InlineData("10")]
    public void NoPercentage_IsRefused(string value) =>
        Assert.Equal("which is no percentage", PolicyKit.Fault($"\"jitter\": {value}").Problem);

    [Theory]
    [InlineData("10/s", 10, 1)]
    [InlineData("5/m", 5, 60)]
    [InlineData("100/h", 100, 3600)]
    public void Rate_IsRead(string value, int count, int seconds) =>
        Assert.Equal(new RateLimit(count, TimeSpan.FromSeconds(seconds)), PolicyKit.Route($$"""  "bypass": { "limit": "{{value}}" }  """).BypassLimit);

    [Theory]
    [InlineData("0/s")]
    [InlineData("10/d")]
    [InlineData("10")]
    [InlineData("/s")]
    [InlineData("99999999999/s")]
    public void NoRate_IsRefused(string value) =>
        Assert.Equal("which is no rate", PolicyKit.Fault($$"""  "bypass": { "limit": "{{value}}" }  """).Problem);

    [Fact]
    public void RouteWithNothingButAPath_HasTheDefaults()
    {
        var route = PolicyKit.Route("\"mode\": \"cache\"");
        var defaults = new RouteRules { Name = "one", Key = route.Key, Fingerprint = route.Fingerprint, Tags = route.Tags, TagHeaders = route.TagHeaders };

        Assert.Equal(defaults, route);
        Assert.Equal(TimeSpan.FromMinutes(5), route.Ttl);
        Assert.Empty(route.TagHeaders);
    }

    [Fact]
    public void EveryMember_ReachesTheRules()
    {
        var route = PolicyKit.Route("""
            "mode": "off", "ttl": "2m", "minTtl": "1m", "maxTtl": "1h", "jitter": "5%", "timeout": "3s",
            "staleWhileRevalidate": "7s", "tagHeaders": ["xkey"],
            "statuses": { "404": "1m", "5xx": 0, "2xx": "2m" },
            "override": { "no-store": "the owner agreed", "set-cookie": "tracking only" }, "tags": ["t", "u"],
            "client": { "cacheControl": "public, max-age=60", "etag": false },
            "bypass": { "clientNoCache": "ignore", "limit": "1/s" }, "body": { "min": "1KB", "max": "2KB" },
            "limits": { "variants": 5, "entries": 6, "bytes": "7KB" },
            "key": { "template": "x:{params}", "query": ["q"], "headers": ["X-T"], "cookies": ["c"], "host": false, "body": "json" },
            "ignore": { "query": ["utm_*"], "cookies": ["_ga*"] }, "forward": { "headers": ["X-V"], "query": ["w"], "cookies": ["d"] }
            """);

        Assert.Equal(RouteMode.Off, route.Mode);
        Assert.Equal(
            (120, 60, 3600, 3),
            (route.Ttl.TotalSeconds, route.MinTtl.TotalSeconds, route.MaxTtl.TotalSeconds, route.Timeout.TotalSeconds));
        Assert.Equal((7, "xkey"), (route.StaleWhileRevalidate.TotalSeconds, Assert.Single(route.TagHeaders)));
        Assert.Equal((60, 0, 120, 0), (Seconds(404), Seconds(503), Seconds(201), Seconds(206)));
        Assert.Null(route.Statuses.For(302));
        Assert.Equal(Obstacles.NoStore | Obstacles.SetCookie, route.Override);
        Assert.Equal(["t", "u"], route.Tags.Select(tag => tag.Text));
        Assert.Equal(
            ("public, max-age=60", false, ClientNoCache.Ignore),
            (route.ClientCacheControl.ToString(), route.ClientETag, route.ClientNoCache));
        Assert.Equal(
            (1024, 2048, 5, 6, 7168),
            (route.BodyMinBytes, route.BodyMaxBytes, route.MaxVariants, route.MaxEntries, route.MaxBytes));
        var key = route.Key.Settings;
        Assert.Equal(("x:{params}", false, CachingGateway.Keys.KeyBody.Json), (key.Template, key.Host, key.Body));
        Assert.Equal(
            ["q", "X-T", "c", "utm_*", "_ga*", "X-V", "w", "d"],
            [.. key.Query!, .. key.Headers, .. key.Cookies, .. key.IgnoreQuery, .. key.IgnoreCookies, .. key.ForwardHeaders, .. key.ForwardQuery, .. key.ForwardCookies]);

        double Seconds(int status) => route.Statuses.For(status)!.Value.TotalSeconds;
    }

    [Theory]
    [InlineData("jiter", "jitter")]
    [InlineData("TTL", "ttl")]
    [InlineData("tgas", "tags")]
    [InlineData("overide", "override")]
    [InlineData("zzz", null)]
    public void Suggestion_IsWhatWasProbablyMeant(string written, string? meant) =>
        Assert.Equal(meant, Suggestion.For(written, PolicyMembers.WholeRoute.Members.Select(member => member.Name)));
}
