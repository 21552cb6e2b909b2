using System.Text.Json;

namespace CachingGateway.Policies.Reading;

/// <summary>
/// A JSON value that knows where it stands, so that a fault found late (after merging) still points at the text.
/// </summary>
internal abstract class Node(SourcePlace place)
{
    public SourcePlace Place => place;

    /// <summary>How the value is shown in a fault.</summary>
    public abstract string Shown { get; }
}

internal enum ScalarType
{
    Text,
    Number,
    Flag,
    Null,
}

/// <param name="text">A string without its escapes; anything else as written.</param>
internal sealed class ScalarNode(SourcePlace place, ScalarType type, string text) : Node(place)
{
    private const int LongestShown = 80;

    public ScalarType Type => type;

    public string Text => text;

    public override string Shown => Show(type == ScalarType.Text ? Quote(text) : text);

    /// <summary>A text as JSON would write it, readable.</summary>
    public static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Show(string shown) => shown.Length <= LongestShown ? shown : $"{shown[..LongestShown]}…";
}

internal sealed class ArrayNode(SourcePlace place, IReadOnlyList<Node> items) : Node(place)
{
    public IReadOnlyList<Node> Items => items;

    public override string Shown => items.Count == 0 ? "[]" : "an array";
}

/// <summary>A member of an object; a fault of its name points at the name, a fault of its value at the value.</summary>
internal readonly record struct NamedNode(string Name, SourcePlace NamePlace, Node Value);

internal sealed class ObjectNode(SourcePlace place, IReadOnlyList<NamedNode> members) : Node(place)
{
    public IReadOnlyList<NamedNode> Members => members;

    public override string Shown => members.Count == 0 ? "{}" : "an object";

    public Node? Find(string name)
    {
        foreach (var member in members)
        {
            if (member.Name == name)
                return member.Value;
        }

        return null;
    }

    /// <summary>
    /// This object with <paramref name="over"/> on top: objects merge member by member, anything else is replaced.
    /// </summary>
    public ObjectNode MergedWith(ObjectNode over)
    {
        var merged = new List<NamedNode>(members);
        foreach (var member in over.Members)
        {
            var at = merged.FindIndex(below => below.Name == member.Name);
            if (at < 0)
                merged.Add(member);
            else if (merged[at].Value is ObjectNode below && member.Value is ObjectNode above)
                merged[at] = member with { Value = below.MergedWith(above) };
            else
                merged[at] = member;
        }

        return new ObjectNode(over.Place, merged);
    }
}
