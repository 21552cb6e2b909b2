using CachingGateway.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class ForwardingProperties
{
    private static readonly KeySettings Settings = new()
    {
        Query = ["x", "y"],
        Headers = ["X-A"],
        Cookies = ["c"],
        IgnoreCookies = ["d", "noise*"],
        IgnoreQuery = ["utm_*"],
    };

    [Fact]
    public void WhatTheKeyDoesNotSay_NeverReachesTheOrigin() =>
        (from one in KeyCase.Any() from noise in Noise() select (one, noise)).Holds(1000, c =>
        {
            var plain = c.one.Write();
            var noisy = plain with
            {
                Fields = [.. plain.Fields.Where(f => !f.StartsWith("X-B", StringComparison.Ordinal)), .. c.noise],
                Target = $"{plain.Target}{(plain.Target.Contains('?') ? '&' : '?')}utm_x=1&other=2&%75tm_y",
            };
            var (left, right) = (plain.Key(Settings), noisy.Key(Settings));
            return left.Key == right.Key && left.Variant == right.Variant && left.Name == right.Name
                && left.ForwardedQuery == right.ForwardedQuery
                && plain.Forwarded(Settings).SequenceEqual(noisy.Forwarded(Settings));
        });

    [Fact]
    public void RequestsOfOneEntryAndVariant_LookAlikeToTheOrigin() =>
        (from left in Fields() from right in Fields() select (left, right)).Holds(2000, c =>
        {
            var (one, two) = (new KeyRequest { Fields = c.left }, new KeyRequest { Fields = c.right });
            var (left, right) = (one.Key(Settings), two.Key(Settings));
            var alike = one.Forwarded(Settings).SequenceEqual(two.Forwarded(Settings));
            return left.Key == right.Key && left.Variant == right.Variant && left.Codings == right.Codings ? alike : !alike;
        });

    [Fact]
    public void AnyFields_NeverThrow()
    {
        var text = Gen.Choose(1, 255).Select(c => (char)c).ArrayOf().Select(c => new string(c));
        var names = Gen.Elements("Cookie", "Connection", "Accept-Encoding", "Accept", "Content-Type", "Authorization", "X-A");
        var odd = Gen.Elements("", "c=\"", ";", "=", ",,", "q=;", "gzip;q=", "\ud800", "x-a,,cookie");
        var field = from name in names
                    from value in Gen.OneOf(text, odd)
                    select $"{name}: {value}";
        field.ListOf().Holds(1000, fields =>
        {
            var request = new KeyRequest { Fields = [.. fields], Body = "x" };
            foreach (var settings in new[] { Settings, Settings with { ForwardAllHeaders = true, Body = KeyBody.Json } })
            {
                KeyRequest.Compile(settings).Examine(request.Head.Headers);
                request.Forwarded(settings);
            }

            return true;
        });
    }

    private static Gen<string[]> Noise() =>
        Gen.SubListOf(
            "X-Forwarded-Host: evil", "X-Forwarded-Proto: gopher", "Forwarded: host=evil", "X-Original-URL: /admin",
            "X-Evil: 1", "Referer: a",
            "X_A: 1", "Via: 1.1 evil", "Range: bytes=0-0", "If-None-Match: *", "Cache-Control: no-cache",
            "X-HTTP-Method-Override: POST",
            "Transfer-Encoding: chunked", "TE: trailers", "X-Api-Key: k", "Content-Type: a/b", "Content-Encoding: gzip",
            "Cookie: noise=1",
            "Cookie: d=2;noise_2=\"", "Connection: X-Evil, X-Forwarded-Host")
        .Select(l => l.ToArray());

    private static Gen<string[]> Fields() =>
        Gen.SubListOf(
            "X-A: 1", "X-A: 2", "X-A:", "Accept: a", "Accept: a, b", "Accept-Language: en", "Origin: http://a",
            "Accept-Encoding: gzip",
            "Accept-Encoding: br, gzip;q=0.5", "Cookie: c=1", "Cookie: d=1; c=2", "Cookie: noise=1", "Connection: x-a",
            "Connection: cookie", "X-B: 1")
        .Select(l => l.ToArray());
}
