using CachingGateway.Entries;
using CachingGateway.Http;

namespace CachingGateway.Freshness;

/// <summary>What an origin's directives say of a response's use beyond its freshness.</summary>
internal static class OriginTerms
{
    /// <param name="said">The directives for this cache.</param>
    /// <param name="rule">What gave the response its lifetime.</param>
    /// <param name="mustAsk">Whether <c>no-cache</c> counts, which the route may have set aside.</param>
    public static ReuseTerms Of(in ResponseDirectives said, FreshnessRule rule, bool mustAsk)
    {
        var flags = ReuseFlags.None;
        if (said.MustRevalidate || said.ProxyRevalidate || mustAsk)
            flags |= ReuseFlags.NeverStale;
        if (said.SMaxAge is not null)
            flags |= ReuseFlags.StaleByWordOnly;
        if (AnswersCredentials(said))
            flags |= ReuseFlags.AnswersCredentials;
        return new ReuseTerms
        {
            Flags = flags,
            Rule = rule,
            // RFC 9111 §4.2.4: what s-maxage forbids, the directives beside it do not allow; the route may.
            StaleWhileRevalidate = said.SMaxAge is null ? said.StaleWhileRevalidate : null,
            StaleIfError = said.SMaxAge is null ? said.StaleIfError : null,
        };
    }

    /// <summary>RFC 9111 §3.5: any of three directives makes an answer to <c>Authorization</c> everybody's.</summary>
    public static bool AnswersCredentials(in ResponseDirectives said) => said.Public || said.MustRevalidate || said.SMaxAge is not null;
}
