using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>
/// What may stand as the value of a member. The same object reads values and writes the JSON Schema, so the two cannot
/// come apart.
/// </summary>
internal abstract class ValueKind
{
    /// <summary>Writes the schema's keywords into an object that is already open.</summary>
    public abstract void WriteSchema(Utf8JsonWriter writer);
}

internal abstract class ValueKind<T> : ValueKind
{
    /// <summary>Reads a value; after a fault the answer is <see langword="false"/>.</summary>
    public abstract bool TryRead(Node node, BindContext context, [MaybeNullWhen(false)] out T value);
}

internal delegate bool ScalarParser<T>(in ScalarValue scalar, [MaybeNullWhen(false)] out T value);

/// <summary>A string, number or boolean, which the environment may supply.</summary>
/// <param name="problem">What is wrong when it does not parse: <c>which is no duration</c>.</param>
/// <param name="allowed">What may stand instead.</param>
/// <param name="writeSchema">Writes keywords that also accept <c>env:</c>.</param>
internal sealed class ScalarKind<T>(string problem, string allowed, ScalarParser<T> parse, Action<Utf8JsonWriter> writeSchema)
    : ValueKind<T>
{
    public override bool TryRead(Node node, BindContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not ScalarNode scalar)
        {
            context.Refuse(node, problem, allowed);
            return false;
        }

        if (context.Resolve(scalar) is not { } resolved)
            return false;
        if (resolved.Type != ScalarType.Null && parse(resolved, out value))
            return true;
        context.Faults.Add(node.Place, resolved.Shown, resolved.FromEnvironment ? $"with a value {problem}" : problem, allowed);
        return false;
    }

    public override void WriteSchema(Utf8JsonWriter writer) => writeSchema(writer);
}

/// <summary>An array, or (where a member says so) a single item in its place.</summary>
internal sealed class ListKind<T>(ValueKind<T> item, string what, bool orSingle = false, bool canBeEmpty = true)
    : ValueKind<IReadOnlyList<T>>
{
    public override bool TryRead(Node node, BindContext context, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        var allowed = orSingle ? $"one of {what}, or an array of them" : $"an array of {what}";
        if (node is ArrayNode { Items.Count: 0 } && !canBeEmpty)
            context.Refuse(node, "where nothing could ever match", $"at least one of {what}");
        else if (node is ArrayNode list)
            return TryReadItems(list.Items, context, out value);
        else if (orSingle)
            return TryReadItems([node], context, out value);
        else
            context.Refuse(node, "which is no array", allowed);
        return false;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        if (!orSingle)
        {
            WriteArray(writer);
            return;
        }

        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        item.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteStartObject();
        WriteArray(writer);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteArray(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "array");
        writer.WriteStartObject("items");
        item.WriteSchema(writer);
        writer.WriteEndObject();
        if (!canBeEmpty)
            writer.WriteNumber("minItems", 1);
    }

    private bool TryReadItems(IReadOnlyList<Node> items, BindContext context, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        var values = new List<T>(items.Count);
        foreach (var node in items)
        {
            if (item.TryRead(node, context, out var read))
                values.Add(read);
        }

        value = values.Count == items.Count ? values : null;
        return value is not null;
    }
}
