namespace CachingGateway.Keys;

/// <summary>Takes a template apart.</summary>
internal static class TemplateParser
{
    // A glob character or an escape in a name's own text would read as one that a pattern or a value brought.
    private const string RefusedInNames = "*?[]\\%!\"&";

    /// <summary>The template's parts; <see langword="null"/> where faults were added.</summary>
    public static TemplatePart[]? Parse(string text, TemplateScope scope, ICollection<KeyFault> faults)
    {
        var parts = new List<TemplatePart>();
        var sound = true;
        if (text.Length == 0)
        {
            sound = Refuse(text, "is empty", "text with placeholders: " + scope.Allowed);
        }

        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '{')
            {
                var end = text.IndexOfAny(['{', '}'], i + 1);
                if (end < 0 || text[end] == '{')
                {
                    return Refuse(text, "has a brace that is not closed", scope.Allowed) ? [] : null;
                }

                var part = scope.Resolve(text[(i + 1)..end], out var problem);
                sound &= part is not null || Refuse(text[i..(end + 1)], problem!, scope.Allowed);
                parts.Add(part ?? default);
                i = end + 1;
                continue;
            }

            var next = text.IndexOf('{', i);
            var literal = next < 0 ? text[i..] : text[i..next];
            sound &= IsSoundLiteral(literal, scope.IsTag)
                || Refuse(literal, "holds a character that may not stand in a template", LiteralRule(scope.IsTag));
            parts.Add(new TemplatePart(TemplatePartKind.Literal, literal));
            i += literal.Length;
        }

        return sound ? SetApart(parts) : null;

        bool Refuse(string found, string problem, string allowed)
        {
            faults.Add(new KeyFault(scope.Member, found, problem, allowed));
            return false;
        }
    }

    private static bool IsSoundLiteral(string text, bool isTag) => isTag
        ? !text.Any(c => char.IsControl(c) || c == '}')
        : text.All(c => c is > ' ' and < (char)0x7F and not '}' && !RefusedInNames.Contains(c, StringComparison.Ordinal));

    private static string LiteralRule(bool isTag) => isTag
        ? "any character but a closing brace and control characters"
        : $"visible ASCII characters but closing braces and {RefusedInNames}";

    /// <summary>Marks the placeholders that no colon parts from the next one or the one before.</summary>
    private static TemplatePart[] SetApart(List<TemplatePart> parts)
    {
        var previous = -1;
        var colon = true;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind == TemplatePartKind.Literal)
            {
                colon |= parts[i].Text.Contains(':', StringComparison.Ordinal);
                continue;
            }

            if (!colon)
            {
                parts[previous] = parts[previous] with { IsApart = false };
                parts[i] = parts[i] with { IsApart = false };
            }

            previous = i;
            colon = false;
        }

        return [.. parts];
    }
}
