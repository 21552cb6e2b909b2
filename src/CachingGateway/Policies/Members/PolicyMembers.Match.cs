using System.Text.RegularExpressions;
using CachingGateway.Policies.Matching;

namespace CachingGateway.Policies.Members;

/// <summary>The rows of <c>match</c>.</summary>
internal static partial class PolicyMembers
{
    private static ListKind<string> Methods =>
        new(Kinds.Like(MethodForm(), "which is no method", "a method in upper case"), "methods", canBeEmpty: false);

    private static ObjectKind<MatchSettings> Match => new("match", new MatchSettings(),
    [
        Of<MatchSettings, IReadOnlyList<string>>(
            "path",
            new ListKind<string>(
                Kinds.Like(PathForm(), "which is no path template", "a path template that begins with a slash"),
                "path templates",
                orSingle: true,
                canBeEmpty: false),
            "Path templates of ASP.NET Core, case-sensitive; a trailing slash counts, {**x} matches the empty rest too. "
            + "Needed, here or in a class.",
            (m, v) => m with { Paths = v },
            null),
        Of<MatchSettings, IReadOnlyList<string>>(
            "methods",
            Methods,
            "Methods, in upper case; GET includes HEAD. mode cache takes GET, HEAD and, with key.body, POST.",
            (m, v) => m with { Methods = v },
            "[\"GET\"]"),
        Of<MatchSettings, IReadOnlyList<string>>(
            "hosts",
            new ListKind<string>(
                Kinds.Like(HostForm(), "which is no host", HostAllowed),
                "hosts"),
            "Hosts, in any case; *.x is every host below x, but not x. Without a port every port matches. None: every host.",
            (m, v) => m with { Hosts = v },
            "[]"),
        Of<MatchSettings, IReadOnlyList<ConditionSettings>>(
            "headers",
            Conditions("a header's condition", "\"ExactHeader\"", HeaderModes),
            "Conditions on header fields; all must hold.",
            (m, v) => m with { Headers = v },
            "[]"),
        Of<MatchSettings, IReadOnlyList<ConditionSettings>>(
            "query",
            Conditions("a parameter's condition", "\"Exact\"", QueryModes),
            "Conditions on query parameters, decoded; all must hold.",
            (m, v) => m with { Query = v },
            "[]"),
        Of<MatchSettings, IReadOnlyList<ConditionSettings>>(
            "cookies",
            Conditions("a cookie's condition", "\"Exact\"", CookieModes),
            "Conditions on cookies; all must hold.",
            (m, v) => m with { Cookies = v },
            "[]"),
    ]);

    private static (string, ConditionMode)[] HeaderModes =>
    [
        ("ExactHeader", ConditionMode.Exact), ("HeaderPrefix", ConditionMode.Prefix), ("Contains", ConditionMode.Contains),
        ("NotContains", ConditionMode.NotContains), ("Exists", ConditionMode.Exists), ("NotExists", ConditionMode.NotExists),
    ];

    private static (string, ConditionMode)[] QueryModes =>
    [
        ("Exact", ConditionMode.Exact), ("Prefix", ConditionMode.Prefix), ("Contains", ConditionMode.Contains),
        ("NotContains", ConditionMode.NotContains), ("Exists", ConditionMode.Exists),
    ];

    private static (string, ConditionMode)[] CookieModes => [.. QueryModes, ("NotExists", ConditionMode.NotExists)];

    private static ListKind<ConditionSettings> Conditions(string what, string mode, (string, ConditionMode)[] modes) => new(
        new ObjectKind<ConditionSettings>(what, new ConditionSettings(),
        [
            Of<ConditionSettings, string>("name", Kinds.Text, "Its name.", (c, v) => c with { Name = v }, null, required: true),
            Of<ConditionSettings, IReadOnlyList<string>>(
                "values",
                Texts("values"),
                "Values of which one must fit; none with Exists and NotExists.",
                (c, v) => c with { Values = v },
                "[]"),
            Of<ConditionSettings, ConditionMode>(
                "mode", Kinds.Choice(modes), "How values are compared.", (c, v) => c with { Mode = v }, mode),
            Of<ConditionSettings, bool>(
                "isCaseSensitive",
                Kinds.Flag,
                "Whether values are compared by case.",
                (c, v) => c with { IsCaseSensitive = v },
                "false"),
        ]),
        "conditions");

    private const string HostAllowed = "a host like \"api.example.org\", \"*.example.org\" or \"localhost:8080\"";

    private const string Label = "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?";

    [GeneratedRegex("^/", RegexOptions.None, 1000)]
    private static partial Regex PathForm();

    [GeneratedRegex("^[A-Z][A-Z0-9_-]*$", RegexOptions.None, 1000)]
    private static partial Regex MethodForm();

    [GeneratedRegex(
        @"^((\*\.)?" + Label + @"(\." + Label + @")*|\[[0-9A-Fa-f:.]+\])(:[1-9][0-9]{0,4})?$",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex HostForm();
}
