using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Keys;

/// <summary>Which header fields are keyed, forwarded and left behind, but for cookies.</summary>
internal sealed class HeaderRules
{
    private readonly KeySettings _settings;
    private readonly string[] _keyed;
    private readonly HashSet<string> _forwarded;

    public HeaderRules(KeySettings settings)
    {
        _settings = settings;
        _keyed = [.. settings.Headers.Select(h => h.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        _forwarded = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        _forwarded.UnionWith(RequestFields.BaseVariant);
        _forwarded.UnionWith(RequestFields.Tracing);
        _forwarded.UnionWith(_keyed);
        _forwarded.UnionWith(settings.ForwardHeaders);

        // What is left behind cannot be misused; where everything is forwarded, a credential would be.
        Credentials = settings.ForwardAllHeaders
            ? [.. RequestFields.Credentials.Except(_keyed).Except(settings.ForwardHeaders, StringComparer.OrdinalIgnoreCase)]
            : [];
    }

    /// <summary>Lower-case names, sorted.</summary>
    public IReadOnlyList<string> KeyedNames => _keyed;

    /// <summary>The well-known credential fields that keep a request of this route from being looked up.</summary>
    public IReadOnlyList<string> Credentials { get; }

    private bool ForwardsAuthorization =>
        _settings.Identity == KeyIdentity.Authorization || _settings.AuthorizationIsPublic || _settings.ForwardAllHeaders;

    /// <summary>The keyed fields that the request carries, by name.</summary>
    public NamedValues[] Keyed(IHeaderDictionary headers, ConnectionNames connection)
    {
        if (_keyed.Length == 0)
        {
            return [];
        }

        var found = new List<NamedValues>(_keyed.Length);
        foreach (var name in _keyed)
        {
            var values = ReadNormal(headers, connection, name);
            if (values.Count > 0)
            {
                found.Add(new NamedValues(name, values));
            }
        }

        return [.. found];
    }

    /// <summary>Copies what the origin may see, but for cookies and the body's fields.</summary>
    public void Copy(
        IHeaderDictionary headers, ConnectionNames connection, AcceptedCodings codings, IHeaderDictionary destination)
    {
        foreach (var (name, _) in headers)
        {
            if (IsForwarded(name) && ReadNormal(headers, connection, name) is { Count: > 0 } values)
            {
                destination[name] = values;
            }
        }

        if (ForwardsAuthorization && connection.Read(headers, HeaderNames.Authorization) is { Count: > 0 } credential)
        {
            destination.Authorization = credential;
        }

        // RFC 9111 §5.2: a cache passes directives on, for those behind it.
        if (_settings.ForwardAllHeaders)
        {
            destination.CacheControl = connection.Read(headers, HeaderNames.CacheControl);
            destination.Pragma = connection.Read(headers, HeaderNames.Pragma);
            // RFC 9110 §7.6.3: those before us stand before us.
            destination.Via = connection.Read(headers, HeaderNames.Via);
        }

        if (AcceptEncoding.Format(codings) is { } accepted)
        {
            destination.AcceptEncoding = accepted;
        }
    }

    /// <summary>Whether the origin's <c>Vary</c> on a field says more than the key: it was forwarded, and is not keyed.</summary>
    public bool IsBeyondKey(string name) => name switch
    {
        "accept-encoding" => true,
        "authorization" => ForwardsAuthorization && _settings.Identity == KeyIdentity.None,
        "cookie" => _settings.ForwardCookies.Count > 0,
        _ when _keyed.Contains(name) => false,
        _ when !_settings.ForwardAllHeaders && RequestFields.BaseVariant.Contains(name) => false,
        _ => IsForwarded(name),
    };

    /// <summary>The field's values as keyed and forwarded.</summary>
    public static StringValues ReadNormal(IHeaderDictionary headers, ConnectionNames connection, string name)
    {
        var values = connection.Read(headers, name);
        return RequestFields.IsNegotiationList(name) ? ListField.Normalize(values) : values;
    }

    /// <remarks>
    /// A name with an underscore is one with a hyphen to CGI-like origins, so it could stand for a field that is keyed or
    /// refused: it is forwarded only where the policy names it.
    /// </remarks>
    private bool IsForwarded(string name) =>
        !RequestFields.IsNeverForwarded(name) && !RequestFields.HasOwnRule(name)
        && (_forwarded.Contains(name) || (_settings.ForwardAllHeaders && !name.Contains('_', StringComparison.Ordinal)));
}
