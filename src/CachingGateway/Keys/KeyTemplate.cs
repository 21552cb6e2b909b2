using System.Text;

namespace CachingGateway.Keys;

/// <summary>A compiled template of a name or a tag: text with <c>{placeholders}</c>.</summary>
internal sealed class KeyTemplate
{
    private const string PrefixSeparators = ":-_./";

    private readonly TemplatePart[] _parts;

    private KeyTemplate(string text, TemplatePart[] parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    public IReadOnlyList<TemplatePart> Parts => _parts;

    /// <summary>
    /// Compiles a template of a tag, adding each problem found to <paramref name="faults"/>; <see langword="null"/> if any.
    /// </summary>
    /// <param name="text">The template.</param>
    /// <param name="pathParameters">The names of the values that the route's path takes.</param>
    /// <param name="faults">Takes the problems, with the member <c>tags</c>.</param>
    /// <param name="settings">Where given, a placeholder for something that these do not key is refused; else it renders
    /// empty.</param>
    public static KeyTemplate? ParseTag(
        string text, IReadOnlyList<string> pathParameters, ICollection<KeyFault> faults, KeySettings? settings = null)
    {
        var scope = new TemplateScope("tags", IsTag: true, pathParameters, settings);
        return TemplateParser.Parse(text, scope, faults) is { } parts ? new KeyTemplate(text, parts) : null;
    }

    /// <summary>Compiles a template of a name; absent, the default one.</summary>
    public static KeyTemplate? ParseName(KeySettings settings, IReadOnlyList<string> pathParameters, ICollection<KeyFault> faults)
    {
        if (settings.Template is not { } text)
        {
            return Default(pathParameters);
        }

        var scope = new TemplateScope("key.template", IsTag: false, pathParameters, settings);
        return TemplateParser.Parse(text, scope, faults) is { } parts ? new KeyTemplate(text, parts) : null;
    }

    /// <summary>Renders a tag: values stand as they are, unescaped; one that the request lacks is empty.</summary>
    public string RenderTag(TemplateValues values)
    {
        var text = new StringBuilder(Text.Length + 16);
        foreach (var part in _parts)
        {
            text.Append(TagText(part, values));
        }

        return text.ToString();
    }

    /// <summary>Renders a name. What of the values is not in it is <see cref="LeftOutValues"/>'s to say.</summary>
    public string RenderName(TemplateValues values)
    {
        var text = new StringBuilder(Text.Length + 48);
        foreach (var part in _parts)
        {
            if (part.Kind == TemplatePartKind.Params)
            {
                AppendParams(text, values);
            }
            else
            {
                AppendNameText(text, part, values);
            }
        }

        return text.ToString();
    }

    private static KeyTemplate Default(IReadOnlyList<string> pathParameters)
    {
        var colon = new TemplatePart(TemplatePartKind.Literal, ":");
        List<TemplatePart> parts = [new(TemplatePartKind.Service, ""), colon, new(TemplatePartKind.Route, "")];
        foreach (var parameter in pathParameters)
        {
            parts.Add(colon);
            parts.Add(new TemplatePart(TemplatePartKind.Path, parameter));
        }

        parts.Add(colon);
        parts.Add(new TemplatePart(TemplatePartKind.Params, ""));
        parts.Add(new TemplatePart(TemplatePartKind.Literal, ":v1"));
        var names = string.Concat(pathParameters.Select(p => $":{{{p}}}"));
        return new KeyTemplate($"{{service}}:{{route}}{names}:{{params}}:v1", [.. parts]);
    }

    private static string TagText(TemplatePart part, TemplateValues values) => part.Kind switch
    {
        TemplatePartKind.Literal => part.Text,
        TemplatePartKind.Service => values.Service,
        TemplatePartKind.Route => values.Route,
        TemplatePartKind.Host => values.Host,
        TemplatePartKind.Path => values.PathValue(part.Text) ?? "",
        TemplatePartKind.Query =>
            string.Join(',', values.Parameters(part.Text).Select(p => PercentEncoding.Decode(p.Value ?? ""))),
        TemplatePartKind.Header => values.Header(part.Text).ToString(),
        TemplatePartKind.Cookie => values.Cookie(part.Text).ToString(),
        TemplatePartKind.Identity => values.Identity ?? "",
        _ => "",
    };

    private static void AppendNameText(StringBuilder text, TemplatePart part, TemplateValues values)
    {
        switch (part.Kind)
        {
            case TemplatePartKind.Literal:
                text.Append(part.Text);
                break;
            case TemplatePartKind.Service:
                NameText.Append(text, values.Service, part.IsHashed);
                break;
            case TemplatePartKind.Route:
                NameText.Append(text, values.Route, part.IsHashed);
                break;
            case TemplatePartKind.Host:
                NameText.Append(text, values.Host, part.IsHashed);
                break;
            case TemplatePartKind.Path:
                NameText.Append(text, values.PathValue(part.Text), part.IsHashed);
                break;
            case TemplatePartKind.Query:
                NameText.AppendQuery(text, [.. values.Parameters(part.Text)], part.IsHashed);
                break;
            case TemplatePartKind.Header:
                NameText.Append(text, values.Header(part.Text), part.IsHashed);
                break;
            case TemplatePartKind.Cookie:
                NameText.Append(text, values.Cookie(part.Text), part.IsHashed);
                break;
            case TemplatePartKind.Body:
                text.Append(values.Body ?? NameText.Absent);
                break;
            case TemplatePartKind.Identity:
                text.Append(values.Identity ?? NameText.Absent);
                break;
        }
    }

    /// <summary>Absent parameters take the separator before them along.</summary>
    private static void AppendParams(StringBuilder text, TemplateValues values)
    {
        if (values.Params is { } hash)
        {
            text.Append(NameText.ParamsMark).Append(hash);
        }
        else if (text.Length > 0 && PrefixSeparators.Contains(text[^1], StringComparison.Ordinal))
        {
            text.Length--;
        }
    }
}
