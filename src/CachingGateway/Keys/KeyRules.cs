using CachingGateway.Http;
using CachingGateway.Observability;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Keys;

/// <summary>A route's rules of keying and forwarding, compiled. What is not in the key is not forwarded.</summary>
internal sealed class KeyRules
{
    private readonly KeyIdentifier _identifier;
    private readonly QueryRules _query;
    private readonly CookieRules _cookies;
    private readonly HeaderRules _headers;

    private KeyRules(KeySettings settings, KeyIdentifier identifier)
    {
        Settings = settings;
        _identifier = identifier;
        _query = new QueryRules(settings);
        _cookies = new CookieRules(settings);
        _headers = new HeaderRules(settings);
        ReadHeaders = ListReadHeaders();
    }

    public KeySettings Settings { get; }

    /// <summary>
    /// The lower-case names of all header fields that <see cref="Examine"/> and <see cref="Build"/> read beyond <c>accept</c>,
    /// <c>accept-language</c>, <c>accept-encoding</c> and <c>origin</c>, sorted. What is forwarded and not keyed is read anew
    /// for each fill, and is not among them.
    /// </summary>
    public IReadOnlyList<string> ReadHeaders { get; }

    /// <summary>
    /// Whether a request with <c>Authorization</c> is looked up and forwarded as RFC 9111 §3.5 has it: what the origin allows in words
    /// may answer it, and its answer is stored only with the same words.
    /// </summary>
    public bool AsksWithCredentials =>
        Settings is { ForwardAllHeaders: true, AuthorizationIsPublic: false, Identity: KeyIdentity.None };

    /// <summary>
    /// Compiles the settings, adding every problem found to <paramref name="faults"/>; <see langword="null"/> if any.
    /// </summary>
    public static KeyRules? Compile(
        KeySettings settings, string service, string route, IReadOnlyList<string> pathParameters, ICollection<KeyFault> faults)
    {
        var before = faults.Count;
        KeySettingsCheck.Check(settings, faults);
        var template = KeyTemplate.ParseName(settings, pathParameters, faults);
        return template is null || faults.Count > before
            ? null
            : new KeyRules(settings, new KeyIdentifier(settings, service, route, template, pathParameters));
    }

    /// <summary>
    /// Whether the request's credentials keep it from being looked up; <see cref="CacheReason.None"/>: they do not.
    /// </summary>
    public CacheReason Examine(IHeaderDictionary headers)
    {
        var connection = ConnectionNames.Of(headers);
        var knowsCredential = Settings.Identity == KeyIdentity.Authorization || Settings.AuthorizationIsPublic;
        if (!knowsCredential
            && ((!AsksWithCredentials && Carries(headers, connection, HeaderNames.Authorization))
                || Carries(headers, connection, HeaderNames.ProxyAuthorization)))
        {
            return CacheReason.Authorization;
        }

        foreach (var name in _headers.Credentials)
        {
            if (Carries(headers, connection, name))
            {
                return CacheReason.Authorization;
            }
        }

        return _cookies.KnowsAll(connection.Read(headers, HeaderNames.Cookie)) ? CacheReason.None : CacheReason.Cookie;
    }

    /// <summary>Keys a request that <see cref="Examine"/> let through.</summary>
    /// <param name="head">The request. A host without canonical form (<see cref="CanonicalHost"/>) is keyed as it was
    /// sent.</param>
    /// <param name="target">Its target.</param>
    /// <param name="path">What the route's path template took from it.</param>
    /// <param name="body">The keyed body in its canonical form (see <see cref="CanonicalJson"/>); empty where none is
    /// keyed.</param>
    public RequestKey Build(in RequestHead head, CanonicalTarget target, PathValues path, ReadOnlyMemory<byte> body)
    {
        var connection = ConnectionNames.Of(head.Headers);
        var query = Settings.IsQueryAsSent ? SelectedQuery.AsSent(target) : _query.Select(target.Query);
        var codings = AcceptEncoding.Parse(connection.Read(head.Headers, HeaderNames.AcceptEncoding));
        var input = new KeyedInput
        {
            Target = target,
            Path = path,
            Query = query.Keyed,
            Headers = _headers.Keyed(head.Headers, connection),
            Cookies = _cookies.Keyed(connection.Read(head.Headers, HeaderNames.Cookie)),
            Credential = Settings.Identity == KeyIdentity.Authorization
                ? connection.Read(head.Headers, HeaderNames.Authorization)
                : default,
            Body = Settings.Body == KeyBody.None ? default : body,
            BodyFields = body.IsEmpty ? default : BodyFields.Read(head.Headers, connection, Settings.Body),
        };
        var values = _identifier.Values(head, input);
        return new RequestKey
        {
            Key = _identifier.Identify(head, input),
            Name = _identifier.Name(input, values),
            ForwardedPath = target.Path,
            ForwardedQuery = query.Forwarded,
            Variant = Settings.ForwardAllHeaders ? default : VariantBy(RequestFields.BaseVariant, head.Headers, codings),
            Codings = codings,
            Values = values,
            BodyFields = input.BodyFields,
        };
    }

    /// <summary>
    /// Sets on <paramref name="destination"/> exactly the header fields that the origin may see of a request on this route.
    /// What stands there already stays; <c>Via</c> and the gateway's own <c>X-Forwarded-*</c> are set by whoever sends it.
    /// </summary>
    public void CopyForwardedHeaders(in RequestHead head, RequestKey key, IHeaderDictionary destination)
    {
        var connection = ConnectionNames.Of(head.Headers);
        _headers.Copy(head.Headers, connection, key.Codings, destination);
        if (_cookies.Forward(connection.Read(head.Headers, HeaderNames.Cookie)) is { } cookies)
        {
            destination.Cookie = cookies;
        }

        if (key.BodyFields.ContentType is { } type)
        {
            destination.ContentType = type;
        }

        if (key.BodyFields.ContentEncoding is { } encoding)
        {
            destination.ContentEncoding = encoding;
        }
    }

    /// <summary>
    /// The names in the origin's <c>Vary</c> that are neither keyed nor left behind, lower-case, sorted, distinct: by them the
    /// response joins its variants. <c>accept-encoding</c> is among them when named. A <c>*</c> among them means that no field
    /// of the client's decides: the origin said so, or named the client's address, which the gateway forwards on its own.
    /// </summary>
    public string[] VaryBeyondKey(IEnumerable<string> varyNames)
    {
        var beyond = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var varyName in varyNames)
        {
            var name = varyName.Trim().ToLowerInvariant();
            if (name is "*" or "x-forwarded-for" or "forwarded")
            {
                beyond.Add("*");
            }
            else if (_headers.IsBeyondKey(name))
            {
                beyond.Add(name);
            }
        }

        return [.. beyond];
    }

    /// <summary>
    /// The digest of a request's values of such names, normalised; <c>accept-encoding</c> by <see cref="RequestKey.Codings"/>.
    /// </summary>
    public static VariantKey VariantBy(IReadOnlyList<string> names, IHeaderDictionary headers, AcceptedCodings codings)
    {
        var connection = ConnectionNames.Of(headers);
        var encoder = new IdentityEncoder(stackalloc byte[IdentityEncoder.ScratchBytes]);
        encoder.Begin("variant");
        for (var i = 0; i < names.Count; i++)
        {
            encoder.Add(FieldKind.Header, names[i]);
            if (names[i] == "accept-encoding")
            {
                encoder.Add(FieldKind.Codings, [(byte)codings]);
            }
            else
            {
                // RFC 9111 §4.1: lines may be combined, and what is written in another way is not another value.
                var values = connection.Read(headers, names[i]);
                encoder.AddEach(
                    FieldKind.HeaderValue,
                    RequestFields.IsNegotiationList(names[i]) ? PreferenceList.Normalize(values) : ListField.Normalize(values));
            }
        }

        var digest = encoder.Finish();
        return new VariantKey(digest.High, digest.Low);
    }

    private static bool Carries(IHeaderDictionary headers, ConnectionNames connection, string name) =>
        !StringValues.IsNullOrEmpty(connection.Read(headers, name));

    private string[] ListReadHeaders()
    {
        var names = new SortedSet<string>(
            ["authorization", "connection", "cookie", "proxy-authorization"], StringComparer.Ordinal);
        names.UnionWith(_headers.KeyedNames);
        names.UnionWith(_headers.Credentials);
        if (Settings.Body != KeyBody.None)
        {
            names.UnionWith(["content-encoding", "content-type"]);
        }

        return [.. names];
    }
}
