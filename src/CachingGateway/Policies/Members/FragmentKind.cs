using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>
/// A part of a route (or one before merging): its values are checked where they stand, and kept as nodes to be merged.
/// </summary>
internal sealed class FragmentKind(ObjectKind<RouteSettings> kind) : ValueKind<ObjectNode>
{
    public override bool TryRead(Node node, BindContext context, [MaybeNullWhen(false)] out ObjectNode value)
    {
        value = kind.Check(node, context) ? (ObjectNode)node : null;
        return value is not null;
    }

    public override void WriteSchema(Utf8JsonWriter writer) => kind.WriteSchema(writer);
}
