using CachingGateway.Http;
using CachingGateway.Invalidation;
using CachingGateway.Policies;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Pipeline;

/// <summary>
/// The URIs that the answer to a write names beside its target, in <c>Location</c> and <c>Content-Location</c>: what is stored of them may
/// have changed too. Only of the same origin, or one site could retire another's answers (RFC 9111 §4.4).
/// </summary>
internal static class WrittenUris
{
    private static readonly string[] Fields = [HeaderNames.Location, HeaderNames.ContentLocation];

    public static IEnumerable<InvalidationTarget> Of(RequestHead head, HttpResponseMessage answer, PolicySnapshot policy)
    {
        if (!Uri.TryCreate($"{head.Scheme}://{head.Host}{head.RawTarget}", UriKind.Absolute, out var target))
            yield break;
        foreach (var field in Fields)
        {
            if (Value(answer, field) is { } text
                && Uri.TryCreate(target, text, out var named)
                && (IsOfOrigin(named, target) || IsOfOrigin(named, answer.RequestMessage?.RequestUri))
                && UrlTargets.Of(head with { RawTarget = named.PathAndQuery }, policy) is { } found)
            {
                yield return found;
            }
        }
    }

    private static string? Value(HttpResponseMessage answer, string field) =>
        answer.Headers.NonValidated.TryGetValues(field, out var values) || answer.Content.Headers.NonValidated.TryGetValues(field, out values)
            ? values.Count == 1 ? values.ToString() : null
            : null;

    // The client's name for the origin or the gateway's: origins know themselves by either.
    private static bool IsOfOrigin(Uri uri, Uri? origin) =>
        origin is not null && uri.Scheme == origin.Scheme && uri.Authority.Equals(origin.Authority, StringComparison.OrdinalIgnoreCase);
}
