using System.Diagnostics.CodeAnalysis;
using CachingGateway.Keys;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Management.Explaining;

/// <summary>A request as the command line describes it, and as the pipeline would see it.</summary>
/// <param name="Method">As given; methods are case-sensitive (RFC 9110 §9.1).</param>
/// <param name="Url">As given.</param>
/// <param name="Fields">Header fields, each <c>Name: value</c>.</param>
/// <param name="Body">The body's bytes; <see langword="null"/>: none.</param>
internal sealed record ExplainedRequest(string Method, string Url, IReadOnlyList<string> Fields, byte[]? Body)
{
    /// <summary>Whether it is one that a gateway can be asked: an absolute URL of HTTP.</summary>
    public static bool IsUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" && parsed.UserInfo.Length == 0;

    /// <summary>Splits <c>Name: value</c>.</summary>
    public static bool TrySplit(string field, [NotNullWhen(true)] out string? name, out string value)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        (name, value) = colon < 0 ? (null, "") : (field[..colon], field[(colon + 1)..].Trim());
        return name is not null && RequestFields.IsToken(name) && value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0;
    }

    public HttpContext ToContext()
    {
        var context = new DefaultHttpContext();
        var (authority, target) = Split(Url);
        context.Request.Method = Method;
        context.Request.Scheme = Url[..Url.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
        context.Request.Headers.Host = authority;
        foreach (var field in Fields)
        {
            if (!TrySplit(field, out var name, out var value))
                continue;
            if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
                context.Request.Headers.Host = value;
            else
                context.Request.Headers.Append(name, value);
        }

        if (Body is { Length: > 0 } body)
        {
            context.Request.Headers.ContentLength = body.Length;
            context.Request.Body = new MemoryStream(body, writable: false);
        }

        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        return context;
    }

    // By hand: System.Uri would take dot segments and escapes away, which are just what may keep a request from the cache.
    private static (string Authority, string Target) Split(string url)
    {
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var fragment = rest.IndexOf('#', StringComparison.Ordinal);
        rest = fragment < 0 ? rest : rest[..fragment];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        if (end < 0)
            return (rest, "/");
        return (rest[..end], rest[end] == '/' ? rest[end..] : "/" + rest[end..]);
    }
}
