using System.Globalization;
using System.Text;

namespace CachingGateway.Invalidation.Logs;

/// <summary>
/// How records are written in Redis: a target is a letter for its mode, one for its kind, and its text; a list of texts is each
/// one's length in bytes, a colon and itself, which the scripts take apart as easily as this does.
/// </summary>
internal static class RecordText
{
    private const string Modes = "PS";
    private const string Kinds = "tpkurha";

    public static byte[] OfTarget(InvalidationMode mode, in InvalidationTarget target) =>
        Encoding.UTF8.GetBytes($"{Modes[(int)mode]}{Kinds[(int)target.Kind]}{target.Text}");

    /// <summary>Fails for what no gateway wrote.</summary>
    public static bool TryReadTarget(ReadOnlySpan<byte> bytes, out InvalidationMode mode, out InvalidationTarget target)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var isSound = text.Length >= 2 && Modes.Contains(text[0]) && Kinds.Contains(text[1]);
        mode = isSound ? (InvalidationMode)Modes.IndexOf(text[0]) : default;
        target = isSound ? new InvalidationTarget((TargetKind)Kinds.IndexOf(text[1]), text[2..]) : default;
        return isSound;
    }

    public static byte[] OfList(IEnumerable<byte[]> items)
    {
        using var list = new MemoryStream();
        foreach (var item in items)
        {
            list.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{item.Length}:")));
            list.Write(item);
        }

        return list.ToArray();
    }

    /// <summary><see langword="null"/> for what is no list.</summary>
    public static List<byte[]>? ReadList(ReadOnlySpan<byte> bytes)
    {
        var items = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            var colon = bytes.IndexOf((byte)':');
            if (colon < 1
                || !int.TryParse(bytes[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > bytes.Length - colon - 1)
            {
                return null;
            }

            items.Add(bytes.Slice(colon + 1, length).ToArray());
            bytes = bytes[(colon + 1 + length)..];
        }

        return items;
    }

    /// <summary>The mode and targets of several written ones; <see langword="null"/> where one is not sound.</summary>
    public static (InvalidationMode Mode, IReadOnlyList<InvalidationTarget> Targets)? ReadTargets(IEnumerable<byte[]> written)
    {
        var mode = InvalidationMode.Purge;
        var targets = new List<InvalidationTarget>();
        foreach (var bytes in written)
        {
            if (!TryReadTarget(bytes, out mode, out var target))
                return null;
            targets.Add(target);
        }

        return targets.Count == 0 ? null : (mode, targets);
    }
}
