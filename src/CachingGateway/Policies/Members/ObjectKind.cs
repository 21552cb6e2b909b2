using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>An object with a closed set of members.</summary>
/// <param name="what">What it is, for faults: <c>a route</c>.</param>
/// <param name="empty">The value without any member.</param>
internal sealed class ObjectKind<T>(string what, T empty, IReadOnlyList<Member<T>> members) : ValueKind<T>
{
    public string What => what;

    public IReadOnlyList<Member<T>> Members => members;

    /// <summary>The name under which the schema defines it once; <see langword="null"/>: written where it is used.</summary>
    public string? Definition { get; init; }

    public override bool TryRead(Node node, BindContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (!IsObject(node, context, out var read))
            return false;
        RefuseUnknown(read, context);
        value = empty;
        foreach (var member in members)
        {
            if (read.Find(member.Name) is { } written)
                value = member.Bind(value, written, context);
            else if (member.IsRequired)
                context.Refuse(read, $"without \"{member.Name}\"", member.Summary);
            else
                value = member.BindDefault(value, read.Place, context);
        }

        return true;
    }

    /// <summary>Checks what is written and nothing else: for a fragment, which is whole only after merging.</summary>
    public bool Check(Node node, BindContext context)
    {
        if (!IsObject(node, context, out var read))
            return false;
        RefuseUnknown(read, context);
        foreach (var member in members)
        {
            if (read.Find(member.Name) is { } written)
                _ = member.Bind(empty, written, context);
        }

        return true;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        if (Definition is not null)
            writer.WriteString("$ref", $"#/$defs/{Definition}");
        else
            WriteWhole(writer);
    }

    public void WriteWhole(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var member in members)
        {
            writer.WriteStartObject(member.Name);
            writer.WriteString("description", member.Summary);
            if (member.DefaultJson is not null)
            {
                writer.WritePropertyName("default");
                writer.WriteRawValue(member.DefaultJson);
            }

            member.Kind.WriteSchema(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (members.Where(member => member.IsRequired).Select(member => member.Name).ToArray() is { Length: > 0 } required)
        {
            writer.WriteStartArray("required");
            foreach (var name in required)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        writer.WriteBoolean("additionalProperties", false);
    }

    private bool IsObject(Node node, BindContext context, [NotNullWhen(true)] out ObjectNode? read)
    {
        read = node as ObjectNode;
        if (read is null)
            context.Refuse(node, "which is no object", $"{what}: an object of {Names()}");
        return read is not null;
    }

    private void RefuseUnknown(ObjectNode node, BindContext context)
    {
        foreach (var written in node.Members)
        {
            if (members.Any(member => member.Name == written.Name))
                continue;
            var nearest = Suggestion.For(written.Name, members.Select(member => member.Name));
            var hint = nearest is null ? "" : $" (did you mean \"{nearest}\"?)";
            context.Faults.Add(
                written.NamePlace, ScalarNode.Quote(written.Name), $"which is no member of {what}{hint}", Names());
        }
    }

    private string Names() => string.Join(", ", members.Select(member => member.Name));
}
