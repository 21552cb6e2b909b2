using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Http;

/// <summary>
/// What a client's <c>Cache-Control</c> asks (RFC 9111 §5.2.1), or its <c>Pragma: no-cache</c> where there is no
/// <c>Cache-Control</c> (§5.4). Of two statements, and of a broken one, the one counts that lets less be reused.
/// </summary>
internal readonly record struct RequestDirectives
{
    /// <summary>Nothing is asked.</summary>
    public static RequestDirectives None => default;

    public bool NoCache { get; private init; }

    public bool NoStore { get; private init; }

    public bool OnlyIfCached { get; private init; }

    /// <summary>The greatest age taken; zero where it is unusable.</summary>
    public TimeSpan? MaxAge { get; private init; }

    /// <summary>How long a response must stay fresh yet; <see cref="DeltaSeconds.Max"/> where it is unusable.</summary>
    public TimeSpan? MinFresh { get; private init; }

    /// <summary>How long past its freshness a response may be; without an argument <see cref="DeltaSeconds.Max"/>.</summary>
    public TimeSpan? MaxStale { get; private init; }

    /// <summary>How long past its freshness a response may be in place of an error (RFC 5861 §4); zero where it is unusable.</summary>
    public TimeSpan? StaleIfError { get; private init; }

    /// <summary>Reads a request's fields. Never throws, allocates nothing.</summary>
    public static RequestDirectives Parse(IHeaderDictionary headers)
    {
        var cacheControl = headers.CacheControl;
        return cacheControl.Count > 0 ? Parse(cacheControl) : Parse(default, headers[HeaderNames.Pragma]);
    }

    /// <inheritdoc cref="Parse(IHeaderDictionary)"/>
    public static RequestDirectives Parse(StringValues cacheControl, StringValues pragma = default)
    {
        var found = default(RequestDirectives);
        foreach (var line in cacheControl.Count > 0 ? cacheControl : pragma)
        {
            var reader = new DirectiveReader(line);
            while (reader.MoveNext())
            {
                found = cacheControl.Count > 0 ? found.With(reader) : found.WithPragma(reader);
            }
        }

        return found;
    }

    private RequestDirectives With(in DirectiveReader directive) => directive.Name.Length switch
    {
        7 when Is(directive, "max-age") => this with { MaxAge = Less(MaxAge, Seconds(directive, TimeSpan.Zero)) },
        8 when Is(directive, "no-cache") => this with { NoCache = true },
        8 when Is(directive, "no-store") => this with { NoStore = true },
        9 when Is(directive, "min-fresh") => this with { MinFresh = More(MinFresh, Seconds(directive, DeltaSeconds.Max)) },
        9 when Is(directive, "max-stale") => this with { MaxStale = Less(MaxStale, Staleness(directive)) },
        14 when Is(directive, "stale-if-error") => this with { StaleIfError = Less(StaleIfError, Seconds(directive, TimeSpan.Zero)) },
        14 when Is(directive, "only-if-cached") => this with { OnlyIfCached = OnlyIfCached || !directive.IsBroken },
        _ => this,
    };

    private RequestDirectives WithPragma(in DirectiveReader directive) =>
        Is(directive, "no-cache") ? this with { NoCache = true } : this;

    private static bool Is(in DirectiveReader directive, string name) => HttpTokens.Equal(directive.Name, name);

    private static TimeSpan Staleness(in DirectiveReader directive) =>
        directive.HasValue || directive.IsBroken ? Seconds(directive, TimeSpan.Zero) : DeltaSeconds.Max;

    private static TimeSpan Seconds(in DirectiveReader directive, TimeSpan unusable) =>
        !directive.IsBroken && DeltaSeconds.TryParse(directive.Value, out var value) ? value : unusable;

    private static TimeSpan Less(TimeSpan? known, TimeSpan stated) => known < stated ? known.Value : stated;

    private static TimeSpan More(TimeSpan? known, TimeSpan stated) => known > stated ? known.Value : stated;
}
