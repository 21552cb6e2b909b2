using System.Text;
using CachingGateway.Observability;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Http;

/// <summary>Renders the gateway's member of <c>Cache-Status</c> (RFC 9211), a structured-field list (RFC 9651).</summary>
internal static class CacheStatusField
{
    /// <summary>The gateway's name in the field, a token.</summary>
    public const string Cache = "CachingGateway";

    private const string Hit = Cache + "; hit";

    private static readonly BoundedTexts HitTexts = new(ttl => $"{Hit}; ttl={ttl}");

    // One text per reason: a bypass is as frequent as a hit where a route is off.
    private static readonly string[] BypassTexts =
        [.. Enum.GetValues<CacheReason>().Select(reason => Build(new CacheStatus { Fwd = Fwd.Bypass, Detail = reason }))];

    /// <summary>The member of a plain hit, without allocating in the steady state.</summary>
    /// <param name="ttl">Whole seconds of freshness left; negative: stale.</param>
    public static string HitText(long ttl) => HitTexts.Of(ttl);

    /// <summary>The gateway's member alone.</summary>
    public static string Render(in CacheStatus status)
    {
        var isPlain = status is { FwdStatus: 0, Stored: false, Collapsed: false };
        return status switch
        {
            { Fwd: Fwd.None, Detail: CacheReason.None, Ttl: { } ttl } when isPlain => HitText(ttl),
            { Fwd: Fwd.Bypass, Ttl: null } when isPlain => BypassTexts[(int)status.Detail],
            _ => Build(status),
        };
    }

    /// <summary>
    /// The field with the gateway's member behind those of the caches nearer to the origin (RFC 9211 §2), in a line of its
    /// own: nothing in the others' lines is read or rewritten.
    /// </summary>
    public static StringValues AppendTo(StringValues existing, in CacheStatus status) =>
        StringValues.Concat(existing, Render(status));

    private static string Build(in CacheStatus status)
    {
        var text = new StringBuilder(Hit.Length + 64);
        text.Append(status.Fwd is Fwd.None ? Hit : Cache);
        if (status.Fwd is not Fwd.None)
        {
            text.Append("; fwd=").Append(Token(status.Fwd));
        }

        if (status.FwdStatus != 0)
        {
            text.Append("; fwd-status=").Append(status.FwdStatus);
        }

        if (status.Ttl is { } ttl)
        {
            text.Append("; ttl=").Append(ttl);
        }

        text.Append(status.Stored ? "; stored" : "").Append(status.Collapsed ? "; collapsed" : "");
        if (status.Detail is not CacheReason.None)
        {
            text.Append("; detail=").Append(status.Detail.Token());
        }

        return text.ToString();
    }

    private static string Token(Fwd fwd) => fwd switch
    {
        Fwd.Bypass => "bypass",
        Fwd.Method => "method",
        Fwd.UriMiss => "uri-miss",
        Fwd.VaryMiss => "vary-miss",
        Fwd.Miss => "miss",
        Fwd.Request => "request",
        Fwd.Stale => "stale",
        Fwd.Partial => "partial",
        _ => throw new ArgumentOutOfRangeException(nameof(fwd), fwd, "not a reason of RFC 9211 §2.2"),
    };
}
