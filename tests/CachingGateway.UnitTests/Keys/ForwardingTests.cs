using CachingGateway.Keys;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class ForwardingTests
{
    private static readonly string[] NeverForwarded =
    [
        "Host: evil", "Content-Length: 1", "Transfer-Encoding: chunked", "TE: trailers", "Trailer: a", "Upgrade: h2c",
        "Keep-Alive: 1",
        "Proxy-Connection: close", "Proxy-Authorization: a", "HTTP2-Settings: a", "Expect: 100-continue", "Max-Forwards: 1",
        "Via: 1.1 a",
        "Forwarded: host=evil", "X-Forwarded-Host: evil", "X-Forwarded-Proto: https", "X-Forwarded-For: 1.1.1.1",
        "X-Forwarded-Server: a",
        "X-Original-URL: /admin", "X-Rewrite-URL: /admin", "X-Original-Host: evil", "X-Host: evil",
        "X-HTTP-Method-Override: DELETE",
        "X-HTTP-Method: DELETE", "X-Method-Override: DELETE", "If-None-Match: \"a\"", "If-Modified-Since: x", "If-Match: *",
        "If-Range: \"a\"",
        "If-Unmodified-Since: x", "Range: bytes=0-0", "Cache-Control: no-cache", "Pragma: no-cache", "Content-Type: text/plain",
        "Content-Encoding: gzip", "X_Forwarded_Host: evil",
    ];

    [Fact]
    public void StatedFields_AreForwarded()
    {
        string[] fields =
        [
            "Accept-Language: en", "Accept: text/html", "Origin: http://a", "User-Agent: x", "X-Request-Id: 1", "baggage: a=b",
            "traceparent: 00-1", "tracestate: a=1",
        ];
        Assert.Equal(fields, new KeyRequest { Fields = fields }.Forwarded(new KeySettings()));
    }

    [Fact]
    public void OtherFields_StayBehind() =>
        Assert.Empty(new KeyRequest { Fields = [.. NeverForwarded, "X-Evil: 1", "Referer: a", "Cookie: a=b",
            "Authorization: a", "X-Api-Key: k"] }
            .Forwarded(new KeySettings()));

    [Fact]
    public void KeyedAndForwardedFields_AreForwarded()
    {
        var settings = new KeySettings { Headers = ["X-Tenant"], ForwardHeaders = ["X-Client"] };
        Assert.Equal(
            ["X-Client: c", "X-Tenant: a", "X-Tenant: b"],
            new KeyRequest { Fields = ["X-Tenant: a", "X-Tenant: b", "X-Client: c", "X-Other: o"] }.Forwarded(settings));
    }

    [Fact]
    public void ForwardAll_TakesEveryEndToEndField()
    {
        string[] fields =
            ["Accept: a", "Authorization: a", "Cache-Control: no-cache", "Pragma: no-cache", "Referer: a", "User-Agent: x", "Via: 1.1 a",
                "X-Anything: 1"];
        Assert.Equal(fields, new KeyRequest { Fields = [.. NeverForwarded.Where(field => !fields.Contains(field)), .. fields] }
            .Forwarded(new KeySettings { ForwardAllHeaders = true }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FieldsThatConnectionNames_StayBehind(bool all) => Assert.Equal(
        ["User-Agent: x"],
        new KeyRequest
        {
            Fields = ["Connection: close, Accept , X-Tenant,cookie", "Connection: accept-encoding", "Accept: a", "X-Tenant: t",
                "User-Agent: x",
                "Cookie: lang=en", "Accept-Encoding: gzip"],
        }.Forwarded(new KeySettings { ForwardAllHeaders = all, Headers = ["X-Tenant"], Cookies = ["lang"] }));

    [Fact]
    public void AcceptEncoding_IsForwardedInOneForm() => Assert.Equal(
        ["Accept-Encoding: br, gzip"],
        new KeyRequest { Fields = ["Accept-Encoding: gzip, deflate, br;q=0.9, zstd"] }.Forwarded(new KeySettings()));

    [Fact]
    public void Cookies_AreOneLineWithTheKeyedOnesFirst() => Assert.Equal(
        ["Cookie: a=1; a=2; b=\"3\"; z=9; y=8"],
        new KeyRequest { Fields = ["Cookie: z=9; b=\"3\"; _ga=0; a=1", "Cookie: y=8;a=2"] }.Forwarded(
            new KeySettings { Cookies = ["b", "a"], ForwardCookies = ["y", "z"], IgnoreCookies = ["_ga"] }));

    [Fact]
    public void Authorization_IsForwardedWhereItIsKeyedOrPublic()
    {
        var request = new KeyRequest { Fields = ["Authorization: Bearer a"] };
        Assert.Equal(request.Fields, request.Forwarded(new KeySettings { Identity = KeyIdentity.Authorization }));
        Assert.Equal(request.Fields, request.Forwarded(new KeySettings { AuthorizationIsPublic = true }));
    }

    [Fact]
    public void TypeOfAKeyedBody_IsForwardedAsItIsKeyed()
    {
        var request = new KeyRequest
        {
            Method = "POST",
            Body = "{}",
            Fields = ["Content-Type: Application/JSON ; Charset=\"UTF-8\"; x=y", "Content-Encoding: gzip"],
        };
        Assert.Equal(["Content-Type: application/json; charset=utf-8"],
            request.Forwarded(new KeySettings { Body = KeyBody.Json }));
        Assert.Equal(request.Fields.Order(StringComparer.Ordinal), request.Forwarded(new KeySettings { Body = KeyBody.Bytes }));
        Assert.Empty((request with { Body = "" }).Forwarded(new KeySettings { Body = KeyBody.Bytes }));
    }
}
