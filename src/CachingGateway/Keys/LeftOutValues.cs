namespace CachingGateway.Keys;

/// <summary>
/// Finds the keyed values that a name does not show, or shows in a way that other values share: a hash of them is appended, so
/// that no template makes one name of two identities.
/// </summary>
internal sealed class LeftOutValues
{
    private readonly TemplatePart[] _named;
    private readonly bool _namesParams;
    private readonly bool _namesPath;

    public LeftOutValues(KeyTemplate template, IReadOnlyList<string> pathParameters)
    {
        _named = [.. template.Parts.Where(p => p.Kind != TemplatePartKind.Literal && p.IsApart)];
        _namesParams = Shows(TemplatePartKind.Params, "") is not null;
        _namesPath = pathParameters.All(p => Shows(TemplatePartKind.Path, p) is not null);
    }

    /// <summary>The hash; <see langword="null"/> where the name shows everything.</summary>
    /// <param name="path">The path as forwarded.</param>
    /// <param name="values">What is keyed.</param>
    public string? Hash(string path, TemplateValues values)
    {
        var encoder = new IdentityEncoder(stackalloc byte[IdentityEncoder.ScratchBytes]);
        encoder.Begin("rest");
        var any = false;
        if (!ShowsPath(path, values))
        {
            any = true;
            encoder.Add(FieldKind.Path, path);
        }

        if (!_namesParams)
        {
            any |= AddQuery(ref encoder, values);
            any |= AddHash(ref encoder, FieldKind.Body, TemplatePartKind.Body, values.Body);
        }

        any |= AddNamed(ref encoder, FieldKind.Header, TemplatePartKind.Header, values.Headers);
        any |= AddNamed(ref encoder, FieldKind.Cookie, TemplatePartKind.Cookie, values.Cookies);
        any |= AddHash(ref encoder, FieldKind.Identity, TemplatePartKind.Identity, values.Identity);
        var hash = encoder.Finish();
        return any ? hash.ToString() : null;
    }

    /// <summary>
    /// The values of a path say which path it was, unless another of the route's templates matched, an escape decodes to what
    /// could stand raw, or the path ends in a slash that an empty last value may hide.
    /// </summary>
    private bool ShowsPath(string path, TemplateValues values) =>
        _namesPath
        && values.Path.Form == 0
        && !PercentEncoding.EscapesReserved(path)
        && !(path.Length > 1 && path.EndsWith('/') && Array.Exists(_named, p => IsVoid(p, values)));

    private static bool IsVoid(TemplatePart part, TemplateValues values) =>
        part.Kind == TemplatePartKind.Path && string.IsNullOrEmpty(values.PathValue(part.Text));

    private bool AddQuery(ref IdentityEncoder encoder, TemplateValues values)
    {
        var any = false;
        var shown = Array.FindAll(_named, p => ShowsParameters(p, values));
        foreach (var parameter in values.Query)
        {
            var name = PercentEncoding.Decode(parameter.Name);
            if (!Array.Exists(shown, p => p.Text == name))
            {
                any = true;
                encoder.Add(parameter);
            }
        }

        return any;
    }

    private static bool ShowsParameters(TemplatePart part, TemplateValues values) =>
        part.Kind == TemplatePartKind.Query && (part.IsHashed || values.Parameters(part.Text).All(p => NameText.IsUnique(p)));

    private bool AddNamed(ref IdentityEncoder encoder, FieldKind field, TemplatePartKind kind, NamedValues[] all)
    {
        var any = false;
        foreach (var (name, values) in all)
        {
            if (Shows(kind, name) is null)
            {
                any = true;
                encoder.Add(field, name);
                encoder.AddEach(FieldKind.Value, values);
            }
        }

        return any;
    }

    private bool AddHash(ref IdentityEncoder encoder, FieldKind field, TemplatePartKind kind, string? hash)
    {
        if (hash is null || Shows(kind, "") is not null)
        {
            return false;
        }

        encoder.Add(field, hash);
        return true;
    }

    private TemplatePart? Shows(TemplatePartKind kind, string name)
    {
        var comparison = kind is TemplatePartKind.Header or TemplatePartKind.Path
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;
        foreach (var part in _named)
        {
            if (part.Kind == kind && part.Text.Equals(name, comparison))
            {
                return part;
            }
        }

        return null;
    }
}
