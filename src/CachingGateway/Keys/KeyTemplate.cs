namespace CachingGateway.Keys;

/// <summary>A compiled template of a name or a tag: text with <c>{placeholders}</c>.</summary>
internal sealed class KeyTemplate
{
    private KeyTemplate(string text) => Text = text;

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>Compiles a template of a tag, adding each problem found to <paramref name="faults"/>; <see langword="null"/> if any.</summary>
    public static KeyTemplate? ParseTag(string text, IReadOnlyList<string> pathParameters, ICollection<KeyFault> faults) => throw new NotSupportedException("scaffold");

    /// <summary>Renders a tag: values stand as they are, unescaped.</summary>
    public string RenderTag(TemplateValues values) => throw new NotSupportedException("scaffold");
}

/// <summary>The values of one request that templates may name.</summary>
internal sealed class TemplateValues
{
}

/// <summary>A fault in a key's settings.</summary>
/// <param name="Member">The member below the route, as the policy writes it: <c>key.template</c>, <c>key.headers[1]</c>, <c>ignore.query[0]</c>.</param>
/// <param name="Found">What was found, as written.</param>
/// <param name="Problem">What is wrong with it, one clause: <c>names no path value</c>.</param>
/// <param name="Allowed">What is allowed instead.</param>
internal readonly record struct KeyFault(string Member, string Found, string Problem, string Allowed);
