using System.Text.RegularExpressions;
using CachingGateway.Observability;
using Xunit;

namespace CachingGateway.UnitTests.Observability;

public class CacheReasonsTests
{
    /// <summary>
    /// The tokens are a contract with dashboards and alerts: a renamed reason must not rename its token unseen.
    /// </summary>
    private static readonly string[] Published =
    [
        "none", "disabled", "no-route", "route-off", "ambiguous-target", "upgrade", "request-body", "request-body-too-large",
        "request-body-not-canonical", "authorization", "cookie", "client-no-cache", "client-no-store", "only-if-cached", "head",
        "range", "status", "zero-ttl", "no-freshness", "set-cookie", "private", "no-store", "no-cache", "vary-star",
        "min-sequence", "store-outage", "superseded", "tags-incomplete", "unconfirmed",
        "body-too-large", "body-too-small", "incomplete", "event-stream", "trailers", "variants-limit", "store-limit",
        "precondition", "retired", "uncacheable", "wait-limit", "not-shared", "origin-error", "origin-timeout", "internal",
    ];

    private static readonly Regex Label = new("^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", RegexOptions.None, TimeSpan.FromSeconds(1));

    [Fact]
    public void Tokens_AreThePublishedList() =>
        Assert.Equal(Published.Order(), Enum.GetValues<CacheReason>().Select(reason => reason.Token()).Order());

    [Fact]
    public void EachReason_HasATokenOfItsOwn() =>
        Assert.Distinct(Enum.GetValues<CacheReason>().Select(reason => reason.Token()));

    /// <summary>RFC 9651 §3.3.4, narrowed to what is also a good metric label.</summary>
    [Fact]
    public void EachToken_IsAStructuredFieldToken() =>
        Assert.All(
            Enum.GetValues<CacheReason>(),
            reason => Assert.Matches(Label, reason.Token()));
}
