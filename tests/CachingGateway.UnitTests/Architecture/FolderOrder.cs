using System.Text.RegularExpressions;

namespace CachingGateway.UnitTests.Architecture;

/// <summary>The folders of the gateway from top to bottom: each uses only those below it.</summary>
internal static partial class FolderOrder
{
    public const string Root = "CachingGateway";

    private static readonly string[] TopDown =
    [
        "Hosting", "Commands", "Management", "Pipeline", "Warming", "Observing", "Fetching", "Invalidation", "Storage",
        "Freshness", "Entries", "Policies", "Keys", "Http", "Observability",
    ];

    /// <summary>The folder of a namespace, or <see langword="null"/> when it is not the gateway's or the root itself.</summary>
    public static string? FolderOf(string? ns) =>
        ns?.Split('.') is [Root, var folder, ..] ? folder : null;

    public static bool IsKnown(string folder) => TopDown.Contains(folder);

    /// <summary>Whether code in one folder may name what is in the other.</summary>
    public static bool Allows(string from, string to) => Array.IndexOf(TopDown, from) <= Array.IndexOf(TopDown, to);

    /// <summary>The namespace that a file must have, by its path from the project's folder.</summary>
    public static string NamespaceFor(string relativePath) =>
        string.Join('.', [Root, .. Path.GetDirectoryName(relativePath)!.Split('/', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>The namespace that a source declares; <see langword="null"/>: none.</summary>
    public static string? NamespaceIn(string source) =>
        NamespaceLine().Match(source) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>
    /// The gateway's folders that a source names in its directives and in qualified names; comments do not count.
    /// </summary>
    public static IEnumerable<string> FoldersNamedIn(string source) =>
        QualifiedName().Matches(Comment().Replace(source, ""))
            .Select(match => match.Groups["name"].Value)
            .Where(IsKnown)
            .Distinct();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)[;\s]", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bCachingGateway\.(?<name>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^\s*//.*$|/\*.*?\*/", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
