using System.Text.RegularExpressions;
using CachingGateway.Policies.Members;

namespace CachingGateway.Policies.Compiling;

/// <summary>Judges a <c>Cache-Control</c> that the operator wants to send (RFC 9111 §5.2).</summary>
internal static partial class CacheControlText
{
    private static readonly string[] Timed = ["max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"];

    private static readonly string[] Known =
    [
        .. Timed, "public", "private", "no-cache", "no-store", "no-transform", "must-revalidate", "proxy-revalidate",
        "must-understand", "immutable",
    ];

    /// <summary>What is wrong with it, as a clause for a fault; <see langword="null"/>: nothing.</summary>
    public static string? ProblemOf(string text)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!List().IsMatch(text))
            return "which is no Cache-Control";
        foreach (Match directive in Directive().Matches(text))
        {
            var name = directive.Groups["name"].Value;
            if (!seen.Add(name))
                return $"in which {name} stands twice";
            if (ProblemOf(name, directive.Groups["value"]) is { } problem)
                return problem;
        }

        return seen.Contains("public") && seen.Contains("private") ? "in which public and private exclude each other" : null;
    }

    private static string? ProblemOf(string name, Group value)
    {
        if (Timed.Contains(name, StringComparer.OrdinalIgnoreCase))
            return value.Success && Seconds().IsMatch(value.Value) ? null : $"in which {name} has no whole number of seconds";
        if (Known.Contains(name, StringComparer.OrdinalIgnoreCase))
            return null;
        // Extensions are allowed (RFC 9111 §5.2.3); a slip of the pen is not.
        return Suggestion.For(name, Known) is { } meant ? $"in which {name} is unknown (did you mean {meant}?)" : null;
    }

    [GeneratedRegex(DirectiveForm, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Directive();

    [GeneratedRegex($"^{DirectiveForm}( *, *{DirectiveForm})*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex List();

    [GeneratedRegex("^[0-9]{1,10}$", RegexOptions.NonBacktracking)]
    private static partial Regex Seconds();

    private const string DirectiveForm =
        "(?<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+)(=(?<value>[A-Za-z0-9!#$%&'*+.^_`|~-]+|\"[ !#-\\[\\]-~]*\"))?";
}
