using System.IO.Enumeration;

namespace CachingGateway.Policies.Reading;

/// <summary>
/// Expands <c>*</c> and <c>?</c> in the parts of a path, sorted by name as bytes would be. Names that begin with a dot are taken
/// only by a pattern that does, so the hidden directories of a mounted volume are not read twice.
/// </summary>
internal static class FileGlob
{
    private static readonly char[] Wildcards = ['*', '?'];

    public static bool IsGlob(string pattern) => pattern.IndexOfAny(Wildcards) >= 0;

    public static IReadOnlyList<string> Expand(string directory, string pattern)
    {
        if (!IsGlob(pattern))
            return [Path.Combine(directory, pattern)];
        IEnumerable<string> found = [pattern.StartsWith('/') ? "/" : directory];
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < parts.Length; index++)
        {
            var (part, isLast) = (parts[index], index == parts.Length - 1);
            found = IsGlob(part)
                ? found.SelectMany(below => Matches(below, part, isLast))
                : found.Select(below => Path.Combine(below, part)).Where(path => !isLast || File.Exists(path));
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static string[] Matches(string directory, string part, bool files)
    {
        try
        {
            var there = directory.Length == 0 ? "." : directory;
            var names = files ? Directory.EnumerateFiles(there) : Directory.EnumerateDirectories(there);
            return
            [
                .. names.Select(path => Path.GetFileName(path))
                    .Where(name => (name[0] != '.' || part[0] == '.') && FileSystemName.MatchesSimpleExpression(
                        part, name, ignoreCase: false))
                    .Select(name => Path.Combine(directory, name)),
            ];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
