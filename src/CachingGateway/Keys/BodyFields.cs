using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Keys;

/// <summary>The fields that say what a keyed body is: they are keyed and forwarded with it.</summary>
/// <param name="ContentType"><see langword="null"/>: none.</param>
/// <param name="ContentEncoding"><see langword="null"/>: none.</param>
internal readonly record struct BodyFields(string? ContentType, string? ContentEncoding)
{
    /// <summary>
    /// Canonical JSON has a media type and a charset, in lower case, and no coding. Bytes keep both fields as they were sent: a
    /// parameter such as a boundary is part of what they mean.
    /// </summary>
    public static BodyFields Read(IHeaderDictionary headers, ConnectionNames connection, KeyBody kind)
    {
        var type = connection.Read(headers, HeaderNames.ContentType);
        return kind switch
        {
            KeyBody.Json => new BodyFields(Normalize(type), null),
            KeyBody.Bytes => new BodyFields(Join(type), Join(connection.Read(headers, HeaderNames.ContentEncoding))),
            _ => default,
        };
    }

    private static string? Join(StringValues values) => values.Count == 0 ? null : values.ToString();

    private static string? Normalize(StringValues values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var text = values.ToString();
        string? type = null;
        foreach (var range in text.AsSpan().Split(';'))
        {
            var piece = text.AsSpan()[range].Trim(" \t");
            if (type is null)
            {
                type = Lower(piece);
            }
            else if (piece.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            {
                return $"{type}; charset={Lower(piece["charset=".Length..].Trim('"'))}";
            }
        }

        return type;
    }

    private static string Lower(ReadOnlySpan<char> text) => text.ToString().ToLowerInvariant();
}
