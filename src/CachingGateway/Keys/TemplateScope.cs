namespace CachingGateway.Keys;

/// <summary>What a template may name.</summary>
/// <param name="Member">The policy's member that holds the template.</param>
/// <param name="IsTag">Whether it is a tag's; else it is a name's.</param>
/// <param name="PathParameters">The names of the values that the route's path takes.</param>
/// <param name="Settings">What is keyed; <see langword="null"/>: not known here, so not checked.</param>
internal sealed record TemplateScope(string Member, bool IsTag, IReadOnlyList<string> PathParameters, KeySettings? Settings)
{
    /// <summary>What may stand between braces here, for a fault's text.</summary>
    public string Allowed
    {
        get
        {
            var path = string.Concat(PathParameters.Select(p => $" {{{p}}}"));
            return IsTag
                ? $"{{service}} {{route}} {{host}}{path} {{query.NAME}} {{header.NAME}} {{cookie.NAME}} {{identity}}"
                : $"{{service}} {{route}} {{host}}{path} {{params}} {{query.NAME}} {{header.NAME}} {{cookie.NAME}} {{body}} "
                    + "{identity} {hash:…}";
        }
    }

    /// <summary>Finds what a placeholder stands for; <see langword="null"/> with a problem where it cannot stand here.</summary>
    public TemplatePart? Resolve(string placeholder, out string? problem)
    {
        const string HashPrefix = "hash:";
        var hashed = !IsTag && placeholder.StartsWith(HashPrefix, StringComparison.Ordinal);
        var name = hashed ? placeholder[HashPrefix.Length..] : placeholder;
        var part = Find(name) is { } found ? found with { IsHashed = hashed } : (TemplatePart?)null;
        problem = part is null ? "is no placeholder" : Objection(part.Value, name);
        return problem is null ? part : null;
    }

    private TemplatePart? Find(string name)
    {
        var builtIn = BuiltIn(name);
        if (builtIn is not null)
        {
            return builtIn;
        }

        if (PathParameters.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return new TemplatePart(TemplatePartKind.Path, name);
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || dot == name.Length - 1)
        {
            return null;
        }

        var rest = name[(dot + 1)..];
        return name[..dot] switch
        {
            "query" => new TemplatePart(TemplatePartKind.Query, rest),
            "header" => new TemplatePart(TemplatePartKind.Header, rest),
            "cookie" => new TemplatePart(TemplatePartKind.Cookie, rest),
            _ => null,
        };
    }

    private TemplatePart? BuiltIn(string name)
    {
        TemplatePartKind? kind = name switch
        {
            "service" => TemplatePartKind.Service,
            "route" => TemplatePartKind.Route,
            "host" => TemplatePartKind.Host,
            "identity" => TemplatePartKind.Identity,
            "params" when !IsTag => TemplatePartKind.Params,
            "body" when !IsTag => TemplatePartKind.Body,
            _ => null,
        };
        return kind is null ? null : new TemplatePart(kind.Value, "");
    }

    /// <summary>
    /// A name is made of what is keyed only, or requests of one entry would be named differently; and so are tags.
    /// </summary>
    private string? Objection(TemplatePart part, string name)
    {
        if (part.Kind != TemplatePartKind.Path && PathParameters.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return "is a path value and a word of its own here";
        }

        if (part is { IsHashed: true, Kind: TemplatePartKind.Params })
        {
            return "is a hash already";
        }

        return Settings is null ? null : part.Kind switch
        {
            TemplatePartKind.Host when !Settings.Host => "is not keyed: key.host is false",
            TemplatePartKind.Body when Settings.Body == KeyBody.None => "is not keyed: key.body is none",
            TemplatePartKind.Identity when Settings.Identity == KeyIdentity.None => "is not keyed: key.identity is none",
            TemplatePartKind.Query when NameGlob.MatchesAny(Settings.IgnoreQuery, part.Text) => "is ignored by ignore.query",
            TemplatePartKind.Query when Settings.Query is { } list && !list.Contains(part.Text) =>
                "is not keyed: key.query does not list it",
            TemplatePartKind.Header when !Settings.Headers.Contains(part.Text, StringComparer.OrdinalIgnoreCase) =>
                "is not keyed: key.headers does not list it",
            TemplatePartKind.Cookie when !Settings.Cookies.Contains(part.Text) => "is not keyed: key.cookies does not list it",
            _ => null,
        };
    }
}
