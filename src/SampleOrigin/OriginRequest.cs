using System.Globalization;
using System.Text.Json;

namespace SampleOrigin;

/// <summary>A page of a list.</summary>
internal readonly record struct Page(int Skip, int Limit);

/// <summary>What an endpoint asks of a request.</summary>
internal sealed class OriginRequest(HttpContext context)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    public string PathAndQuery => context.Request.Path.Value + context.Request.QueryString.Value;

    public PathString Path => context.Request.Path;

    public IQueryCollection Query => context.Request.Query;

    /// <summary>The page asked for by <c>skip</c> (from 0) and <c>limit</c> (1 to 100); null: a bad one.</summary>
    public Page? Page
    {
        get
        {
            if (Number("skip", 0, 0, int.MaxValue) is not { } skip)
                return null;
            return Number("limit", DefaultLimit, 1, MaxLimit) is { } limit ? new Page(skip, limit) : null;
        }
    }

    /// <summary>A value of the path; -1, which no record has, where it is no number.</summary>
    public int Id(string name) => Parse(context.Request.RouteValues[name] as string) ?? -1;

    public string? Text(string name) => Query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>A parameter that filters by id: <see langword="null"/> if absent; what is no number matches nothing.</summary>
    public int? Filter(string name) => Text(name) is { } text ? Parse(text) ?? -1 : null;

    /// <summary>A number within bounds; <see langword="null"/>: a bad one.</summary>
    public int? Number(string name, int whenAbsent, int min, int max)
    {
        if (Text(name) is not { } text)
            return whenAbsent;
        return Parse(text) is { } number && number >= min && number <= max ? number : null;
    }

    /// <summary>The parts of <c>include</c>, or <see langword="null"/> if one is not among those allowed.</summary>
    public IReadOnlySet<string>? Include(params ReadOnlySpan<string> allowed)
    {
        var parts = (Text("include") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var part in parts)
        {
            if (!allowed.Contains(part))
                return null;
        }

        return parts.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The JSON body; <see langword="null"/>: none, or not one of this shape.</summary>
    public async ValueTask<T?> BodyAsync<T>()
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(
                context.Request.Body, OriginAnswer.JsonOptions, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? Parse(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
