using Microsoft.Extensions.Primitives;

namespace CachingGateway.Http;

/// <summary>
/// The directives that an origin has for this cache: those of a targeted field (RFC 9213), which takes the place of
/// <c>Cache-Control</c> and <c>Expires</c>, or else those of <c>Cache-Control</c>.
/// </summary>
/// <param name="Directives">What is said.</param>
/// <param name="AreTargeted">Whether a targeted field says it, so that <c>Expires</c> has no say.</param>
internal readonly record struct TargetedDirectives(ResponseDirectives Directives, bool AreTargeted)
{
    /// <summary>The target list (RFC 9213 §2.2), the most specific first.</summary>
    private static readonly string[] TargetList = [FieldNames.OwnCacheControl, FieldNames.CdnCacheControl];

    /// <summary>Reads a response's fields. Never throws.</summary>
    public static TargetedDirectives Read(IHeaderDictionary headers)
    {
        foreach (var name in TargetList)
        {
            // What is empty or not well formed is as good as absent (§2.1).
            if (headers[name] is { Count: > 0 } lines && StructuredDictionary.TryParse(lines) is { Count: > 0 } members)
                return new TargetedDirectives(ResponseDirectives.Of(members), true);
        }

        return OfSurrogate(headers[FieldNames.SurrogateControl]) is { } surrogate
            ? new TargetedDirectives(surrogate, true)
            : new TargetedDirectives(ResponseDirectives.Parse(headers.CacheControl), false);
    }

    /// <summary>
    /// <c>Surrogate-Control</c> of the Edge Architecture, older than RFC 9213: it counts where it says <c>no-store</c> or for how long;
    /// what else it says is not about storing.
    /// </summary>
    private static ResponseDirectives? OfSurrogate(StringValues lines) =>
        lines.Count > 0 && ResponseDirectives.ParseSurrogate(lines) is { } found && (found.NoStore || found.MaxAge is not null) ? found : null;
}
