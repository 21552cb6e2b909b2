using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>What a rule waits for: the name of an event, a write that passes through, or a time.</summary>
internal sealed class TriggerKind(
    ValueKind<string> name, ObjectKind<WriteTrigger> write, ObjectKind<ScheduleTrigger> schedule, string scheduleMember)
    : ValueKind<TriggerSettings>
{
    private const string Allowed =
        "the name of an event like \"log.*\", { \"methods\": […], \"path\": \"…\" }, or { \"cron\": \"…\" }";

    public override bool TryRead(Node node, BindContext context, [MaybeNullWhen(false)] out TriggerSettings value)
    {
        value = node switch
        {
            ScalarNode => name.TryRead(node, context, out var text) ? new EventTrigger(text) : null,
            ObjectNode members when members.Find(scheduleMember) is not null =>
                schedule.TryRead(node, context, out var time) ? time : null,
            ObjectNode => write.TryRead(node, context, out var request) ? request : null,
            _ => null,
        };
        if (node is ArrayNode)
            context.Refuse(node, "which says no cause", Allowed);
        return value is not null;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("anyOf");
        foreach (var kind in new ValueKind[] { name, write, schedule })
        {
            writer.WriteStartObject();
            kind.WriteSchema(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
