using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;

namespace CachingGateway.Policies.Reading;

/// <summary>
/// The files that one load read, and what they held then. Content is compared, never times: a symlink that is swapped
/// (as Kubernetes does) changes neither the time nor the name of the link itself.
/// </summary>
internal sealed class PolicyFiles
{
    private readonly Dictionary<string, UInt128?> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Directory, string Pattern), IReadOnlyList<string>> _globs = [];

    /// <summary>Reads a file; the problem is a clause for a fault.</summary>
    public bool TryRead(string path, [NotNullWhen(true)] out byte[]? content, [NotNullWhen(false)] out string? problem)
    {
        (content, problem) = Read(path);
        _contents[path] = content is null ? null : XxHash128.HashToUInt128(content);
        return content is not null;
    }

    /// <summary>
    /// The files that a pattern names, sorted; a plain name stands for itself, whether the file is there or not.
    /// </summary>
    public IReadOnlyList<string> Expand(string directory, string pattern)
    {
        var files = FileGlob.Expand(directory, pattern);
        _globs[(directory, pattern)] = files;
        return files;
    }

    /// <summary>Whether a load would now find other files or other content.</summary>
    public bool HaveChanged()
    {
        foreach (var ((directory, pattern), files) in _globs)
        {
            if (!FileGlob.Expand(directory, pattern).SequenceEqual(files, StringComparer.Ordinal))
                return true;
        }

        foreach (var (path, before) in _contents)
        {
            var content = Read(path).Content;
            if (before != (content is null ? null : XxHash128.HashToUInt128(content)))
                return true;
        }

        return false;
    }

    private static (byte[]? Content, string? Problem) Read(string path)
    {
        try
        {
            return (File.ReadAllBytes(path), null);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "which is not there");
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"which cannot be read ({fault.Message.TrimEnd('.')})");
        }
    }
}
