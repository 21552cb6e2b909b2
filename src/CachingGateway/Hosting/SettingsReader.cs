using System.Globalization;
using CachingGateway.Policies;

namespace CachingGateway.Hosting;

/// <summary>Reads one section of the settings, member by member, and gathers all that is wrong with it.</summary>
internal sealed class SettingsReader(IConfiguration settings, string section, ICollection<string> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public string? Text(string member) => Value(member);

    /// <summary>The names of the members of a section.</summary>
    public IReadOnlyList<string> Children(string member) => [.. settings.GetSection($"{section}:{member}").GetChildren().Select(child => child.Key)];

    /// <summary>Words of one text, between blanks or commas, or of an array.</summary>
    public IReadOnlyList<string> Words(string member)
    {
        string?[] texts = [Value(member), .. Children(member).Select(index => Value($"{member}:{index}"))];
        return [.. texts.SelectMany(text => text?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) ?? [])];
    }

    /// <summary>A text of a certain form.</summary>
    public string Text(string member, string otherwise, string allowed, Func<string, bool> isAllowed) =>
        Read(member, otherwise, allowed, (string text, out string value) => isAllowed(value = text));

    public bool Flag(string member, bool otherwise) =>
        Read(member, otherwise, "true or false", static (string text, out bool value) => text switch
        {
            "1" or "on" or "yes" => value = true,
            "0" or "off" or "no" => !(value = false),
            _ => bool.TryParse(text, out value),
        });

    public T OneOf<T>(string member, T otherwise)
        where T : struct, Enum =>
        Read(member, otherwise, string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant())),
            static (string text, out T value) => Enum.TryParse(text, ignoreCase: true, out value) && !char.IsAsciiDigit(text[0]));

    public long Number(string member, long otherwise, long least, long most) =>
        Read(member, otherwise, $"a whole number from {least} to {most}", (string text, out long value) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    /// <summary>Bytes: a whole number, or <c>64KB</c>, <c>512MB</c>, <c>2GB</c> in powers of 1024.</summary>
    public long Size(string member, long otherwise, long least) =>
        Read(member, otherwise, $"a size of at least {least} bytes, such as 512MB", (string text, out long value) =>
            Quantities.TryParseSize(text, out value) && value >= least);

    /// <summary>A duration as the policy writes it: <c>500ms</c>, <c>30s</c>, whole seconds.</summary>
    public TimeSpan Duration(string member, TimeSpan otherwise, TimeSpan most, TimeSpan least = default)
    {
        var allowed = least == default ? $"a duration of at most {most}" : $"a duration from {least} to {most}";
        return Read(member, otherwise, $"{allowed}, such as 500ms or 30s", (string text, out TimeSpan value) =>
            Quantities.TryParseDuration(text, out value) && value <= most && value >= least);
    }

    /// <summary>Members that nobody asked for are mistakes, not decoration.</summary>
    public void RefuseUnknown()
    {
        foreach (var (path, value) in settings.GetSection(section).AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && !_known.Contains(path))
                faults.Add($"{section}:{path}: no such setting; there are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    private delegate bool Parser<T>(string text, out T value);

    private T Read<T>(string member, T otherwise, string allowed, Parser<T> parse)
    {
        if (Value(member) is not { Length: > 0 } text)
            return otherwise;
        if (parse(text, out var value))
            return value;
        faults.Add($"{section}:{member}: found \"{text}\"; allowed: {allowed}");
        return otherwise;
    }

    private string? Value(string member)
    {
        _known.Add(member);
        return settings[$"{section}:{member}"];
    }
}
