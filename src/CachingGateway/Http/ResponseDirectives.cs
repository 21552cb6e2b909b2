using Microsoft.Extensions.Primitives;

namespace CachingGateway.Http;

/// <summary>
/// What an origin's <c>Cache-Control</c> says (RFC 9111 §5.2.2, RFC 5861, RFC 8246). Where a line is broken or says a thing
/// twice, the stricter reading holds; what permits (<see cref="Public"/>, <see cref="Immutable"/>) counts only when well formed.
/// </summary>
internal readonly record struct ResponseDirectives
{
    /// <summary>Nothing is said.</summary>
    public static ResponseDirectives None => default;

    public bool NoStore { get; private init; }

    /// <summary><c>private</c> in any form.</summary>
    public bool Private { get; private init; }

    /// <summary>Some <c>private</c> names fields. Such a one is as good as an unqualified one here (RFC 9111 §5.2.2.7).</summary>
    public bool PrivateFields { get; private init; }

    /// <summary><c>no-cache</c> in any form.</summary>
    public bool NoCache { get; private init; }

    /// <summary>Some <c>no-cache</c> names fields (RFC 9111 §5.2.2.4).</summary>
    public bool NoCacheFields { get; private init; }

    public bool Public { get; private init; }

    public bool MustRevalidate { get; private init; }

    public bool ProxyRevalidate { get; private init; }

    public bool MustUnderstand { get; private init; }

    public bool NoTransform { get; private init; }

    public bool Immutable { get; private init; }

    /// <summary>The shortest <c>max-age</c>; zero where one is unusable (RFC 9111 §4.2.1).</summary>
    public TimeSpan? MaxAge { get; private init; }

    /// <summary>The shortest <c>s-maxage</c>; zero where one is unusable.</summary>
    public TimeSpan? SMaxAge { get; private init; }

    public TimeSpan? StaleWhileRevalidate { get; private init; }

    public TimeSpan? StaleIfError { get; private init; }

    /// <summary>Reads all lines of the field together. Never throws.</summary>
    public static ResponseDirectives Parse(StringValues lines)
    {
        var found = default(ResponseDirectives);
        foreach (var line in lines)
        {
            var reader = new DirectiveReader(line);
            while (reader.MoveNext())
            {
                found = found.With(reader);
            }
        }

        return found;
    }

    /// <summary>
    /// What a targeted field says (RFC 9213 §2.1): times are integers, and what has another kind of value is not there; what
    /// restricts counts with any value but <c>?0</c>.
    /// </summary>
    public static ResponseDirectives Of(IReadOnlyList<StructuredMember> members)
    {
        var found = default(ResponseDirectives);
        foreach (var member in members)
        {
            found = found.With(member);
        }

        return found;
    }

    /// <summary>
    /// <c>Surrogate-Control</c>: of <c>max-age=600+60</c> the first number; the second is about stale answers.
    /// </summary>
    public static ResponseDirectives ParseSurrogate(StringValues lines)
    {
        var found = default(ResponseDirectives);
        foreach (var line in lines)
        {
            var reader = new DirectiveReader(line);
            while (reader.MoveNext())
            {
                var plus = reader.Value.IndexOf('+');
                found = Is(reader, "no-store") ? found with { NoStore = true }
                    : Is(reader, "max-age") ? found with { MaxAge = Shorter(found.MaxAge, plus < 0 ? reader.Value : reader.Value[..plus], reader.IsBroken) }
                    : found;
            }
        }

        return found;
    }

    private ResponseDirectives With(in StructuredMember member) => member switch
    {
        { IsSet: false } => this,
        { Key: "no-store" } => this with { NoStore = true },
        { Key: "private" } => this with { Private = true, PrivateFields = member.Kind is not StructuredKind.Boolean },
        { Key: "no-cache" } => this with { NoCache = true, NoCacheFields = member.Kind is not StructuredKind.Boolean },
        { Key: "must-revalidate" } => this with { MustRevalidate = true },
        { Key: "proxy-revalidate" } => this with { ProxyRevalidate = true },
        { Key: "no-transform" } => this with { NoTransform = true },
        { Key: "public", Kind: StructuredKind.Boolean } => this with { Public = true },
        { Key: "immutable", Kind: StructuredKind.Boolean } => this with { Immutable = true },
        { Key: "must-understand", Kind: StructuredKind.Boolean } => this with { MustUnderstand = true },
        { Key: "max-age", Kind: StructuredKind.Integer } => this with { MaxAge = Seconds(member) },
        { Key: "s-maxage", Kind: StructuredKind.Integer } => this with { SMaxAge = Seconds(member) },
        { Key: "stale-while-revalidate", Kind: StructuredKind.Integer } => this with { StaleWhileRevalidate = Seconds(member) },
        { Key: "stale-if-error", Kind: StructuredKind.Integer } => this with { StaleIfError = Seconds(member) },
        _ => this,
    };

    private static TimeSpan Seconds(in StructuredMember member) =>
        TimeSpan.FromSeconds(Math.Clamp(member.Number, 0, (long)DeltaSeconds.Max.TotalSeconds));

    private ResponseDirectives With(in DirectiveReader directive) => directive.Name.Length switch
    {
        6 when Is(directive, "public") => this with { Public = Public || !directive.IsBroken },
        7 when Is(directive, "private") =>
            this with { Private = true, PrivateFields = PrivateFields || !directive.Value.IsEmpty },
        7 when Is(directive, "max-age") => this with { MaxAge = Shorter(MaxAge, directive) },
        8 when Is(directive, "no-store") => this with { NoStore = true },
        8 when Is(directive, "no-cache") =>
            this with { NoCache = true, NoCacheFields = NoCacheFields || !directive.Value.IsEmpty },
        8 when Is(directive, "s-maxage") => this with { SMaxAge = Shorter(SMaxAge, directive) },
        9 when Is(directive, "immutable") => this with { Immutable = Immutable || !directive.IsBroken },
        12 when Is(directive, "no-transform") => this with { NoTransform = true },
        14 when Is(directive, "stale-if-error") => this with { StaleIfError = Shorter(StaleIfError, directive) },
        15 when Is(directive, "must-revalidate") => this with { MustRevalidate = true },
        15 when Is(directive, "must-understand") => this with { MustUnderstand = MustUnderstand || !directive.IsBroken },
        16 when Is(directive, "proxy-revalidate") => this with { ProxyRevalidate = true },
        22 when Is(directive, "stale-while-revalidate") =>
            this with { StaleWhileRevalidate = Shorter(StaleWhileRevalidate, directive) },
        _ => this,
    };

    private static bool Is(in DirectiveReader directive, string name) => HttpTokens.Equal(directive.Name, name);

    private static TimeSpan Shorter(TimeSpan? known, in DirectiveReader directive) =>
        Shorter(known, directive.Value, directive.IsBroken);

    private static TimeSpan Shorter(TimeSpan? known, ReadOnlySpan<char> text, bool isBroken)
    {
        var stated = !isBroken && DeltaSeconds.TryParse(text, out var value) ? value : TimeSpan.Zero;
        return known < stated ? known.Value : stated;
    }
}
