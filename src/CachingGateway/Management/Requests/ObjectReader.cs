using System.Text.Json;

namespace CachingGateway.Management.Requests;

/// <summary>Reads the members of a JSON object, and gathers all that is wrong with it.</summary>
internal sealed class ObjectReader(JsonElement json)
{
    private readonly List<RequestFault> _faults = [];
    private readonly List<string> _known = [];

    /// <summary>What is wrong, once every member was read; empty: nothing.</summary>
    public IReadOnlyList<RequestFault> Faults() =>
    [
        .. json.EnumerateObject().Where(member => !_known.Contains(member.Name)).Select(member => new RequestFault(
            $"$.{member.Name}", $"\"{member.Name}\"", "which is no member", string.Join(", ", _known))),
        .. _faults,
    ];

    public bool Flag(string name) => Member(name)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => Refuse(name, "which is neither", "true, false"),
    };

    /// <summary><see langword="null"/>: it is absent, or wrong.</summary>
    public string? Text(string name, string allowed, Func<string, bool> isAllowed)
    {
        if (Member(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && isAllowed(text))
            return text;
        Refuse(name, "which is not allowed", allowed);
        return null;
    }

    /// <summary>A list of texts, each of which must be allowed.</summary>
    public IReadOnlyList<string> Texts(string name, string allowed, Func<string, bool> isAllowed)
    {
        if (Member(name) is not { } list)
            return [];
        if (list.ValueKind != JsonValueKind.Array)
        {
            Refuse(name, "which is no array", $"an array, each of it {allowed}");
            return [];
        }

        var texts = new List<string>();
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString() is { } text && isAllowed(text))
                texts.Add(text);
            else
                _faults.Add(new RequestFault($"$.{name}[{index}]", Shown(item), "which is not allowed", allowed));
        }

        return texts;
    }

    /// <summary>Something is wrong that no single member shows.</summary>
    public void Refuse(string path, string found, string problem, string allowed) => _faults.Add(new RequestFault(path, found, problem, allowed));

    private JsonElement? Member(string name)
    {
        _known.Add(name);
        return json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private bool Refuse(string name, string problem, string allowed)
    {
        _faults.Add(new RequestFault($"$.{name}", Shown(json.GetProperty(name)), problem, allowed));
        return false;
    }

    private static string Shown(JsonElement value)
    {
        const int most = 100;
        var text = value.GetRawText();
        return text.Length <= most ? text : text[..most] + "…";
    }
}
