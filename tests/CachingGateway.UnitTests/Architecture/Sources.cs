namespace CachingGateway.UnitTests.Architecture;

/// <summary>The source files of this repository, read from where the tests were built.</summary>
internal static class Sources
{
    public static string Repository { get; } = FindRepository();

    /// <summary>Each C# file under a folder of the repository, with its path from there.</summary>
    public static IEnumerable<(string Path, string Text)> Under(string folder)
    {
        var root = Path.Combine(Repository, folder);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(Path.Combine(root, path))));
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CachingGateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no CachingGateway.sln above {AppContext.BaseDirectory}");
    }
}
