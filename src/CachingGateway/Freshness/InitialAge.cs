using CachingGateway.Http;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Freshness;

/// <summary>The age that a response has when it is received (RFC 9111 §4.2.3).</summary>
internal static class InitialAge
{
    /// <summary>
    /// Servers render <c>Date</c> in whole seconds and often only once a second: an apparent age below two seconds says
    /// nothing, and would make a <c>max-age</c> of one second useless.
    /// </summary>
    private static readonly TimeSpan DateGrain = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The greater of the time since <c>Date</c>, and of <c>Age</c> with the delay of its transfer; what is missing or invalid counts
    /// as zero.
    /// </summary>
    public static TimeSpan Of(IHeaderDictionary headers, DateTimeOffset receivedAt, TimeSpan delay)
    {
        var stated = Stated(headers) + TimeSpan.FromSeconds(Math.Floor(delay.TotalSeconds));
        var apparent = Apparent(headers, receivedAt);
        return apparent > stated ? apparent : stated;
    }

    /// <summary>RFC 9111 §5.1: the first member of a list; an invalid value is ignored.</summary>
    private static TimeSpan Stated(IHeaderDictionary headers)
    {
        ReadOnlySpan<char> first = headers[HeaderNames.Age] is { Count: > 0 } lines ? lines[0] : null;
        var comma = first.IndexOf(',');
        return DeltaSeconds.TryParse(HttpTokens.Trim(comma < 0 ? first : first[..comma]), out var age) ? age : TimeSpan.Zero;
    }

    private static TimeSpan Apparent(IHeaderDictionary headers, DateTimeOffset receivedAt) =>
        headers.Date is [{ } text] && HttpDates.TryParse(text, receivedAt, out var date) && receivedAt - date is var apparent
            && apparent >= DateGrain
            ? TimeSpan.FromSeconds(Math.Min(Math.Floor(apparent.TotalSeconds), DeltaSeconds.Max.TotalSeconds))
            : TimeSpan.Zero;
}
