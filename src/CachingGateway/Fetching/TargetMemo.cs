namespace CachingGateway.Fetching;

/// <summary>
/// Remembers the addresses that targets made, so that one asked for again is not taken apart again. A table of fixed size: a target
/// that meets another in its place takes it.
/// </summary>
internal sealed class TargetMemo
{
    private const int Slots = 1024;

    /// <summary>Longer targets are not remembered: with these, it is 4 MB at the most.</summary>
    private const int MaxCharacters = 1024;

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly Entry?[] _slots = new Entry?[Slots];

    /// <summary>The address of a target, byte for byte as written; <see langword="null"/> where it makes none.</summary>
    public Uri? Find(string prefix, string target)
    {
        var slot = string.GetHashCode(target, StringComparison.Ordinal) & (Slots - 1);
        if (Volatile.Read(ref _slots[slot]) is { } entry && entry.Target == target && entry.Prefix == prefix)
            return entry.Uri;
        if (!Uri.TryCreate(prefix.TrimEnd('/') + target, AsWritten, out var uri))
            return null;
        if (target.Length <= MaxCharacters)
            Volatile.Write(ref _slots[slot], new Entry(prefix, target, uri));
        return uri;
    }

    private sealed record Entry(string Prefix, string Target, Uri Uri);
}
