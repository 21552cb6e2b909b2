using System.Globalization;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Management.Keys;

/// <summary>Where a walk through all entries goes on: first through Redis, then through what memory alone has.</summary>
/// <param name="Shared">Where in Redis; <see langword="null"/>: that is behind it.</param>
/// <param name="Memory">Where in memory.</param>
internal readonly record struct WalkCursor(RedisPosition? Shared, ulong Memory)
{
    /// <summary>The beginning of what memory has.</summary>
    public static WalkCursor InMemory => new(null, 0);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out WalkCursor cursor)
    {
        cursor = default;
        if (text is ['m', .. var position] && ulong.TryParse(position, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var memory))
        {
            cursor = new WalkCursor(null, memory);
            return true;
        }

        if (text is not ['r', .. var place] || place.Split('.') is not [var first, var second]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var node)
            || !ulong.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return false;
        }

        cursor = new WalkCursor(new RedisPosition(node, at), 0);
        return true;
    }

    public override string ToString() => Shared is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"r{at.Node}.{at.Cursor}")
        : string.Create(CultureInfo.InvariantCulture, $"m{Memory:x}");
}
