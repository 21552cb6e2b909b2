using CachingGateway.Http;
using CachingGateway.Keys;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Policies.Matching;

/// <summary>What a route asks of a request beside its path.</summary>
internal sealed class MatchConditions
{
    private readonly HashSet<string> _methods;

    public MatchConditions(IEnumerable<string> methods, IEnumerable<string> hosts)
    {
        _methods = new HashSet<string>(methods, StringComparer.Ordinal);
        // What answers GET answers HEAD (RFC 9110 §9.3.2).
        if (_methods.Contains(HttpMethods.Get))
            _methods.Add(HttpMethods.Head);
        Hosts = [.. hosts.Select(HostPattern.Canonical)];
    }

    /// <summary>With <c>HEAD</c> where there is <c>GET</c>.</summary>
    public IReadOnlyCollection<string> Methods => _methods;

    /// <summary>Canonical host patterns; none: every host.</summary>
    public IReadOnlyList<string> Hosts { get; }

    public IReadOnlyList<ValueCondition> Headers { get; init; } = [];

    public IReadOnlyList<ValueCondition> Query { get; init; } = [];

    public IReadOnlyList<ValueCondition> Cookies { get; init; } = [];

    /// <summary>Whether path, method and host alone decide.</summary>
    public bool AreByTargetAlone => Headers.Count + Query.Count + Cookies.Count == 0;

    /// <summary>Whether all hold; the host was checked on the way to the route.</summary>
    public bool Hold(in RequestHead head, CanonicalTarget target) =>
        _methods.Contains(head.Method) && (AreByTargetAlone || ValuesHold(head, target));

    /// <summary>Whether every request whose method and host <paramref name="other"/> accepts is accepted here.</summary>
    public bool Cover(MatchConditions other) =>
        AreByTargetAlone
        && other._methods.IsSubsetOf(_methods)
        && (Hosts.Count == 0
            || (other.Hosts.Count > 0 && other.Hosts.All(narrow => Hosts.Any(wide => HostPattern.Covers(wide, narrow)))));

    private bool ValuesHold(in RequestHead head, CanonicalTarget target)
    {
        // A field for this hop alone is gone before anything looks at it (RFC 9110 §7.6.1).
        var connection = ConnectionNames.Of(head.Headers);
        foreach (var condition in Headers)
        {
            var fields = connection.Read(head.Headers, condition.Name);
            if (!condition.Holds(condition.ComparesItems ? FieldValues.Items(fields) : [.. fields.OfType<string>()]))
                return false;
        }

        foreach (var condition in Query)
        {
            if (!condition.Holds(FieldValues.Parameters(target.Query, condition.Name)))
                return false;
        }

        foreach (var condition in Cookies)
        {
            if (!condition.Holds(FieldValues.Cookies(connection.Read(head.Headers, HeaderNames.Cookie), condition.Name)))
                return false;
        }

        return true;
    }
}
