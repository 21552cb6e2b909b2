using System.Globalization;
using CachingGateway.TestKit;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>What came of an exchange.</summary>
/// <param name="Asked">The requests that the origin got meanwhile.</param>
/// <param name="Response">Absent: none came, or it broke off.</param>
/// <param name="Behind">How many bytes followed it, where they were waited for.</param>
/// <param name="Elapsed">Since the case began.</param>
internal sealed record Observed(
    IReadOnlyList<ReceivedRequest> Asked, RawResponse? Response, int Behind, TimeSpan Elapsed, Template Template, Func<int,
    string> BodyOf)
{
    // Date has whole seconds, so what passed may count for one more, and so may rounding.
    public bool HasAge(long seconds) =>
        long.TryParse(Response?.Header("Age"), NumberStyles.None, CultureInfo.InvariantCulture, out var age)
        && age >= seconds && age <= seconds + (long)Math.Ceiling(Elapsed.TotalSeconds) + 1;
}
