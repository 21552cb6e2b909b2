using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>An object whose member names are the operator's, of one form.</summary>
/// <param name="name">The form of a member's name.</param>
/// <param name="whatName">What a name may be, for faults.</param>
internal sealed class MapKind<T>(Regex name, string whatName, ValueKind<T> item)
    : ValueKind<IReadOnlyList<KeyValuePair<string, T>>>
{
    public override bool TryRead(
        Node node, BindContext context, [MaybeNullWhen(false)] out IReadOnlyList<KeyValuePair<string, T>> value)
    {
        value = null;
        if (node is not ObjectNode read)
        {
            context.Refuse(node, "which is no object", $"an object of {whatName}");
            return false;
        }

        var values = new List<KeyValuePair<string, T>>();
        foreach (var member in read.Members)
        {
            if (!Kinds.IsWhole(name, member.Name))
                context.Faults.Add(member.NamePlace, ScalarNode.Quote(member.Name), "which cannot stand here", whatName);
            else if (item.TryRead(member.Value, context, out var each))
                values.Add(new(member.Name, each));
        }

        value = values.Count == read.Members.Count ? values : null;
        return value is not null;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("patternProperties");
        writer.WriteStartObject(name.ToString());
        item.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteBoolean("additionalProperties", false);
    }
}
