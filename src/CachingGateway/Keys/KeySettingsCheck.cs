using Microsoft.Net.Http.Headers;

namespace CachingGateway.Keys;

/// <summary>Finds everything in a key's settings that cannot work or contradicts itself.</summary>
internal static class KeySettingsCheck
{
    public static void Check(KeySettings settings, ICollection<KeyFault> faults)
    {
        CheckHeaders("key.headers", settings.Headers, faults);
        CheckHeaders("forward.headers", settings.ForwardHeaders, faults);
        CheckCookies("key.cookies", settings.Cookies, settings.IgnoreCookies, faults);
        CheckCookies("forward.cookies", settings.ForwardCookies, settings.IgnoreCookies, faults);
        CheckQuery("key.query", settings.Query ?? [], settings.IgnoreQuery, faults);
        CheckQuery("forward.query", settings.ForwardQuery, settings.IgnoreQuery, faults);
        CheckGlobs("ignore.query", settings.IgnoreQuery, faults);
        CheckGlobs("ignore.cookies", settings.IgnoreCookies, faults);
        CheckBoth("forward.headers", settings.ForwardHeaders, "key.headers", settings.Headers, StringComparer.OrdinalIgnoreCase, faults);
        CheckBoth("forward.cookies", settings.ForwardCookies, "key.cookies", settings.Cookies, StringComparer.Ordinal, faults);
        CheckBoth("forward.query", settings.ForwardQuery, "key.query", settings.Query ?? [], StringComparer.Ordinal, faults);
        if (settings.Query is null && settings.ForwardQuery.Count > 0)
        {
            faults.Add(new KeyFault(
                "forward.query[0]", settings.ForwardQuery[0], "is keyed already: without key.query every parameter is",
                "forward.query beside a list in key.query"));
        }
    }

    private static void CheckHeaders(string member, IReadOnlyList<string> names, ICollection<KeyFault> faults)
    {
        CheckEach(member, names, StringComparer.OrdinalIgnoreCase, faults, name =>
            !RequestFields.IsToken(name) ? ("is no field name", "letters, digits and !#$%&'*+-.^_`|~")
            : name.Equals(HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase)
                ? ("is a credential", "key.identity: \"authorization\" to key it, override.authorization to share the answer")
            : name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase) ? ("is taken apart", "key.cookies, forward.cookies, ignore.cookies")
            : name.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase)
                ? ("is always forwarded in one normalised form", "leaving it out: the origin's Vary decides")
            : RequestFields.HasOwnRule(name) ? ("belongs to the body", "key.body, which keys and forwards it")
            : RequestFields.IsNeverForwarded(name) ? ("never reaches the origin from a client", "an end-to-end field that names no other host, path, method or range")
            : null);
    }

    private static void CheckCookies(string member, IReadOnlyList<string> names, IReadOnlyList<string> ignored, ICollection<KeyFault> faults) =>
        CheckEach(member, names, StringComparer.Ordinal, faults, name =>
            !RequestFields.IsToken(name) ? ("is no cookie's name", "letters, digits and !#$%&'*+-.^_`|~")
            : NameGlob.MatchesAny(ignored, name) ? ("is ignored by ignore.cookies", "a name that no glob there matches")
            : null);

    private static void CheckQuery(string member, IReadOnlyList<string> names, IReadOnlyList<string> ignored, ICollection<KeyFault> faults) =>
        CheckEach(member, names, StringComparer.Ordinal, faults, name =>
            name.Length == 0 ? ("is empty", "a parameter's name, decoded")
            : NameGlob.MatchesAny(ignored, name) ? ("is ignored by ignore.query", "a name that no glob there matches")
            : null);

    private static void CheckGlobs(string member, IReadOnlyList<string> globs, ICollection<KeyFault> faults) =>
        CheckEach(member, globs, StringComparer.Ordinal, faults, glob => glob.Length == 0 ? ("is empty", "a name, with * and ?") : null);

    private static void CheckEach(
        string member, IReadOnlyList<string> names, StringComparer comparer, ICollection<KeyFault> faults,
        Func<string, (string Problem, string Allowed)?> objectTo)
    {
        var seen = new HashSet<string>(comparer);
        for (var i = 0; i < names.Count; i++)
        {
            var objection = objectTo(names[i]) ?? (seen.Add(names[i]) ? null : ("stands there twice", "each name once"));
            if (objection is { } found)
            {
                faults.Add(new KeyFault($"{member}[{i}]", names[i], found.Problem, found.Allowed));
            }
        }
    }

    private static void CheckBoth(
        string member, IReadOnlyList<string> names, string other, IReadOnlyList<string> others, StringComparer comparer,
        ICollection<KeyFault> faults)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (others.Contains(names[i], comparer))
            {
                faults.Add(new KeyFault($"{member}[{i}]", names[i], $"stands in {other} too", $"{other}, which forwards it, or {member}"));
            }
        }
    }
}
