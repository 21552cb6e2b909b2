namespace CachingGateway.Keys;

/// <summary>Finds everything in a key's settings that cannot work or contradicts itself.</summary>
internal sealed class KeySettingsCheck
{
    private const string TokenRule = "letters, digits and !#$%&'*+-.^_`|~";

    private readonly KeySettings _settings;
    private readonly ICollection<KeyFault> _faults;

    private KeySettingsCheck(KeySettings settings, ICollection<KeyFault> faults)
    {
        _settings = settings;
        _faults = faults;
    }

    public static void Check(KeySettings settings, ICollection<KeyFault> faults) => new KeySettingsCheck(settings, faults).Run();

    private void Run()
    {
        Names("key.headers", _settings.Headers, StringComparer.OrdinalIgnoreCase, ObjectionToHeader);
        Names("forward.headers", _settings.ForwardHeaders, StringComparer.OrdinalIgnoreCase, ObjectionToHeader);
        Names("key.cookies", _settings.Cookies, StringComparer.Ordinal, ObjectionToCookie);
        Names("forward.cookies", _settings.ForwardCookies, StringComparer.Ordinal, ObjectionToCookie);
        Names("key.query", _settings.Query ?? [], StringComparer.Ordinal, ObjectionToParameter);
        Names("forward.query", _settings.ForwardQuery, StringComparer.Ordinal, ObjectionToParameter);
        Names("ignore.query", _settings.IgnoreQuery, StringComparer.Ordinal, ObjectionToGlob);
        Names("ignore.cookies", _settings.IgnoreCookies, StringComparer.Ordinal, ObjectionToGlob);
        NotBoth("headers", _settings.ForwardHeaders, _settings.Headers, StringComparer.OrdinalIgnoreCase);
        NotBoth("cookies", _settings.ForwardCookies, _settings.Cookies, StringComparer.Ordinal);
        NotBoth("query", _settings.ForwardQuery, _settings.Query ?? [], StringComparer.Ordinal);
        if (_settings.Query is null && _settings.ForwardQuery.Count > 0)
        {
            _faults.Add(new KeyFault(
                "forward.query[0]",
                _settings.ForwardQuery[0],
                "is keyed already: without key.query every parameter is",
                "forward.query beside a list in key.query"));
        }
    }

    private static Objection? ObjectionToHeader(string name) => name.ToLowerInvariant() switch
    {
        _ when !RequestFields.IsToken(name) => new Objection("is no field name", TokenRule),
        "authorization" => new Objection(
            "is a credential", "key.identity: \"authorization\" to key it, override.authorization to share the answer"),
        "cookie" => new Objection("is taken apart", "key.cookies, forward.cookies and ignore.cookies"),
        "accept-encoding" => new Objection(
            "is always forwarded, in one normalised form", "leaving it out: the origin's Vary decides"),
        _ when RequestFields.HasOwnRule(name) => new Objection("belongs to the body", "key.body, which keys and forwards it"),
        _ when RequestFields.IsNeverForwarded(name) => new Objection(
            "never reaches the origin from a client",
            "an end-to-end field that names no other host, path, method, range or validator"),
        _ => null,
    };

    private Objection? ObjectionToCookie(string name) =>
        !RequestFields.IsToken(name) ? new Objection("is no cookie's name", TokenRule)
        : NameGlob.MatchesAny(_settings.IgnoreCookies, name)
            ? new Objection("is ignored by ignore.cookies", "a name that no glob there matches")
        : null;

    private Objection? ObjectionToParameter(string name) =>
        name.Length == 0 ? new Objection("is empty", "a parameter's name, decoded")
        : NameGlob.MatchesAny(_settings.IgnoreQuery, name)
            ? new Objection("is ignored by ignore.query", "a name that no glob there matches")
        : null;

    private static Objection? ObjectionToGlob(string glob) =>
        glob.Length == 0 ? new Objection("is empty", "a name, in which * stands for any characters and ? for one") : null;

    private void Names(string member, IReadOnlyList<string> names, StringComparer comparer, Func<string, Objection?> objectTo)
    {
        var seen = new HashSet<string>(comparer);
        for (var i = 0; i < names.Count; i++)
        {
            var objection = objectTo(names[i])
                ?? (seen.Add(names[i]) ? null : new Objection("stands there twice", "each name once"));
            if (objection is not null)
            {
                _faults.Add(new KeyFault($"{member}[{i}]", names[i], objection.Problem, objection.Allowed));
            }
        }
    }

    private void NotBoth(string member, IReadOnlyList<string> forwarded, IReadOnlyList<string> keyed, StringComparer comparer)
    {
        for (var i = 0; i < forwarded.Count; i++)
        {
            if (keyed.Contains(forwarded[i], comparer))
            {
                _faults.Add(new KeyFault(
                    $"forward.{member}[{i}]",
                    forwarded[i],
                    $"stands in key.{member} too",
                    $"key.{member} alone: what is keyed is forwarded"));
            }
        }
    }

    private sealed record Objection(string Problem, string Allowed);
}
