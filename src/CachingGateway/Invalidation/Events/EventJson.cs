using System.Text.Json;
using System.Text.Unicode;

namespace CachingGateway.Invalidation.Events;

/// <summary>Parses JSON so that whatever is in it can be read later: valid UTF-8, no lone surrogates, each member once.</summary>
internal static class EventJson
{
    /// <summary>The deepest nesting: 64.</summary>
    public const int MaxDepth = 64;

    /// <returns><see langword="null"/>: it is no such JSON.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> text, int maxDepth = MaxDepth)
    {
        if (!Utf8.IsValid(text.Span))
            return null;
        try
        {
            var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = maxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    _ = reader.GetString();
            }

            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader's only ways to say that the text is no JSON, and that an escape is no character.
            return null;
        }
    }
}
