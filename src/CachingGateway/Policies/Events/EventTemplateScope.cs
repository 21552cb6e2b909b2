using System.Globalization;

namespace CachingGateway.Policies.Events;

/// <summary>What the templates of a rule or a source may name.</summary>
/// <param name="pathParameters">The path values of a write; <see langword="null"/>: it is no write.</param>
/// <param name="hasPayload">Whether there is an event.</param>
internal sealed class EventTemplateScope(IReadOnlyList<string>? pathParameters, bool hasPayload)
{
    private const string RequestName = "request";
    private const string ResponseName = "response";

    public static EventTemplateScope Webhook { get; } = new(null, hasPayload: true);

    public static EventTemplateScope Time { get; } = new(null, hasPayload: false);

    /// <summary>Path values may not be called so: templates of writes have other uses for them.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [RequestName, ResponseName];

    /// <summary>What may stand between braces, for faults.</summary>
    public string Allowed => (pathParameters, hasPayload) switch
    {
        ({ } path, _) => string.Concat(path.Select(name => $"{{{name}}} "))
            + "{request.x} {response.x}, with [0] or [*] for elements and ? behind what may lack",
        (_, true) => "members of the payload like {data.trig_id}, {data.items[0].id}, {data.items[*].id}, {data.x?}",
        _ => "plain text: a time brings no values",
    };

    public static EventTemplateScope Write(IReadOnlyList<string> pathParameters) => new(pathParameters, hasPayload: false);

    /// <summary>What a placeholder stands for; <see langword="null"/> with a problem where it cannot stand here.</summary>
    public EventPlaceholder? Resolve(string text, TemplateForm form, out string problem)
    {
        problem = "is no placeholder";
        var isOptional = text.EndsWith('?');
        var name = isOptional ? text[..^1] : text;
        if (Steps(name) is not [{ Member: { } first }, ..] steps)
            return null;
        if (form == TemplateForm.EventName && (isOptional || steps.Any(step => step is { Member: null, Index: ValueStep.Every })))
        {
            problem = "gives no single value, which a name needs";
            return null;
        }

        if (hasPayload)
            return new EventPlaceholder(ValueSource.Payload, name, steps, isOptional);
        if (pathParameters is null)
        {
            problem = "has no value at a time";
            return null;
        }

        if (pathParameters.Contains(name, StringComparer.OrdinalIgnoreCase))
            return new EventPlaceholder(ValueSource.Path, name, [], isOptional);
        ValueSource? source = first switch { RequestName => ValueSource.Request, ResponseName => ValueSource.Response, _ => null };
        return source is null ? null : new EventPlaceholder(source.Value, name, steps[1..], isOptional);
    }

    /// <summary><c>data.items[*].id</c> taken apart; <see langword="null"/>: it cannot be.</summary>
    private static List<ValueStep>? Steps(string text)
    {
        var steps = new List<ValueStep>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '[' && steps.Count > 0)
            {
                var end = text.IndexOf(']', at);
                if (end < 0 || ElementOf(text[(at + 1)..end]) is not { } index)
                    return null;
                steps.Add(new ValueStep(null, index, text[..at]));
                at = end + 1;
                continue;
            }

            var start = steps.Count == 0 ? at : at + 1;
            if (steps.Count > 0 && text[at] != '.')
                return null;
            var next = text.IndexOfAny(['.', '['], start);
            var member = next < 0 ? text[start..] : text[start..next];
            if (member.Length == 0 || member.AsSpan().ContainsAny("]?*\" "))
                return null;
            steps.Add(new ValueStep(member, 0, ""));
            at = next < 0 ? text.Length : next;
        }

        return steps;
    }

    private static int? ElementOf(string text) =>
        text == "*" ? ValueStep.Every
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
        : null;
}
