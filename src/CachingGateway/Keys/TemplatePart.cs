namespace CachingGateway.Keys;

/// <summary>What a part of a template stands for.</summary>
internal enum TemplatePartKind
{
    Literal,
    Service,
    Route,
    Host,
    Path,
    Params,
    Query,
    Header,
    Cookie,
    Body,
    Identity,
}

/// <summary>One part of a compiled template.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">A literal's text, or the name of a path value, parameter, header field or cookie.</param>
/// <param name="IsHashed">Whether a hash of the value is rendered.</param>
/// <param name="IsApart">
/// Whether a colon stands between it and any other placeholder. No value brings one along, so its text can be told from all
/// others; what is not apart does not count as named.
/// </param>
internal readonly record struct TemplatePart(TemplatePartKind Kind, string Text, bool IsHashed = false, bool IsApart = true);
