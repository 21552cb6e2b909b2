using CachingGateway.Http;
using CachingGateway.Observability;

namespace CachingGateway.Keys;

/// <summary>A route's rules of keying and forwarding, compiled. What is not in the key is not forwarded.</summary>
internal sealed class KeyRules
{
    private KeyRules(KeySettings settings) => Settings = settings;

    public KeySettings Settings { get; }

    /// <summary>The lower-case names of all header fields that <see cref="Examine"/>, <see cref="Build"/> and <see cref="CopyForwardedHeaders"/> read by this route's own wish.</summary>
    public IReadOnlyList<string> ReadHeaders { get; } = [];

    /// <summary>Compiles the settings, adding every problem found to <paramref name="faults"/>; <see langword="null"/> if any.</summary>
    public static KeyRules? Compile(
        KeySettings settings, string service, string route, IReadOnlyList<string> pathParameters, ICollection<KeyFault> faults) =>
        throw new NotSupportedException("scaffold");

    /// <summary>Whether the request's credentials keep it from being looked up; <see cref="CacheReason.None"/>: they do not.</summary>
    public CacheReason Examine(IHeaderDictionary headers) => throw new NotSupportedException("scaffold");

    /// <summary>Keys a request that <see cref="Examine"/> let through.</summary>
    /// <param name="body">The keyed body in its canonical form (see <see cref="CanonicalJson"/>); empty where none is keyed.</param>
    public RequestKey Build(in RequestHead head, CanonicalTarget target, PathValues path, ReadOnlyMemory<byte> body) =>
        throw new NotSupportedException("scaffold");

    /// <summary>Sets on <paramref name="destination"/> exactly the header fields that the origin may see of a request on this route.</summary>
    public void CopyForwardedHeaders(in RequestHead head, RequestKey key, IHeaderDictionary destination) => throw new NotSupportedException("scaffold");

    /// <summary>
    /// The names in the origin's <c>Vary</c> that are neither keyed nor left behind, lower-case, sorted, distinct: by them the
    /// response joins its variants. <c>accept-encoding</c> is among them when named.
    /// </summary>
    public string[] VaryBeyondKey(IEnumerable<string> varyNames) => throw new NotSupportedException("scaffold");

    /// <summary>The digest of a request's values of such names, normalised; <c>accept-encoding</c> by <see cref="RequestKey.Codings"/>.</summary>
    public static VariantKey VariantBy(IReadOnlyList<string> names, IHeaderDictionary headers, AcceptedCodings codings) =>
        throw new NotSupportedException("scaffold");
}
