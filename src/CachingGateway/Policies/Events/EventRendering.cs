using System.Text;
using System.Text.Json;

namespace CachingGateway.Policies.Events;

/// <summary>What kept a template from making its texts.</summary>
internal enum RenderFault
{
    None,

    /// <summary>A value lacks, or is neither text nor number nor boolean.</summary>
    ValueMissing,

    /// <summary>A text is longer than <see cref="EventTemplate.MaxChars"/>.</summary>
    TooLong,

    /// <summary>There are more texts than there may be.</summary>
    TooMany,
}

/// <summary>
/// Makes texts of templates and one event's values. Where a value is an array, each of its elements makes a text; where several
/// values of a template are of one array, they move along together.
/// </summary>
/// <param name="values">The event's.</param>
/// <param name="room">How many texts may be made, and elements of arrays looked at, in all.</param>
internal sealed class EventRendering(EventValues values, int room)
{
    // The elements that are taken at the moment, by the array they are of.
    private readonly List<(string Axis, JsonElement Element)> _bound = [];
    private int _room = room;

    private enum Found
    {
        Value,
        Nothing,
        Array,
    }

    /// <summary>How much of the room is left.</summary>
    public int Room => _room;

    /// <summary>What is wrong, if something is: the value's name as the template writes it.</summary>
    public string Culprit { get; private set; } = "";

    /// <summary>Adds the template's texts to a list; after a fault some of them may be there.</summary>
    public RenderFault Render(EventTemplate template, ICollection<string> texts)
    {
        var written = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (part.Placeholder is not { } placeholder)
            {
                written.Append(part.Literal);
                continue;
            }

            switch (Find(placeholder, out var value, out var axis, out var array))
            {
                case Found.Array:
                    return RenderEach(template, texts, axis, array);
                case Found.Nothing when LacksNoNeeded(template, placeholder):
                    return RenderFault.None;
                case Found.Nothing:
                    return RenderFault.ValueMissing;
                default:
                    template.Write(written, value);
                    break;
            }

            if (written.Length > EventTemplate.MaxChars)
                return Fault(RenderFault.TooLong, placeholder.Text);
        }

        if (written.Length == 0)
            return Fault(RenderFault.ValueMissing, template.Text);
        if (_room-- <= 0)
            return Fault(RenderFault.TooMany, template.Text);
        texts.Add(written.ToString());
        return RenderFault.None;
    }

    private RenderFault RenderEach(EventTemplate template, ICollection<string> texts, string axis, JsonElement array)
    {
        foreach (var element in array.EnumerateArray())
        {
            // Pairs of many elements take long, whether texts come of them or not.
            if (_room-- <= 0)
                return Fault(RenderFault.TooMany, template.Text);
            _bound.Add((axis, element));
            var fault = Render(template, texts);
            _bound.RemoveAt(_bound.Count - 1);
            if (fault != RenderFault.None)
                return fault;
        }

        return RenderFault.None;
    }

    /// <summary>Whether the value that lacks may, and those that the template needs are there.</summary>
    private bool LacksNoNeeded(EventTemplate template, EventPlaceholder lacking)
    {
        var needed = lacking.IsOptional
            ? template.Placeholders.FirstOrDefault(other => !other.IsOptional && Find(other, out _, out _, out _) == Found.Nothing)
            : lacking;
        Culprit = needed?.Text ?? "";
        return needed is null;
    }

    private Found Find(EventPlaceholder placeholder, out string value, out string axis, out JsonElement array)
    {
        (value, axis, array) = ("", "", default);
        if (placeholder.Source == ValueSource.Path)
        {
            value = values.PathValue(placeholder.Text) ?? "";
            return value.Length > 0 ? Found.Value : Found.Nothing;
        }

        if (values.Root(placeholder.Source) is not { } element)
            return Found.Nothing;
        foreach (var step in placeholder.Steps)
        {
            if (!TryStep(step, ref element, out var isOpen))
                return Found.Nothing;
            if (isOpen)
            {
                (axis, array) = (step.Axis, element);
                return Found.Array;
            }
        }

        // A value that is an array stands for each of its elements.
        if (element.ValueKind == JsonValueKind.Array && !TryBind(placeholder.Text, ref element))
        {
            (axis, array) = (placeholder.Text, element);
            return Found.Array;
        }

        return TryText(element, out value) ? Found.Value : Found.Nothing;
    }

    private bool TryStep(in ValueStep step, ref JsonElement element, out bool isOpen)
    {
        isOpen = false;
        if (step.Member is { } member)
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out element);
        if (element.ValueKind != JsonValueKind.Array)
            return false;
        if (step.Index == ValueStep.Every)
        {
            isOpen = !TryBind(step.Axis, ref element);
            return true;
        }

        if (step.Index >= element.GetArrayLength())
            return false;
        element = element[step.Index];
        return true;
    }

    private bool TryBind(string axis, ref JsonElement element)
    {
        foreach (var (bound, taken) in _bound)
        {
            if (bound != axis)
                continue;
            element = taken;
            return true;
        }

        return false;
    }

    private static bool TryText(JsonElement element, out string text)
    {
        text = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        };
        return element.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
    }

    private RenderFault Fault(RenderFault fault, string culprit)
    {
        Culprit = culprit;
        return fault;
    }
}
