using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SampleOrigin;

/// <summary>What an endpoint answers: whole, with its length, and without a word on caching.</summary>
internal sealed record OriginAnswer
{
    /// <summary>The field that tells the version of the data set that an answer was made from.</summary>
    public const string VersionField = "X-Origin-Version";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public int Status { get; private init; } = StatusCodes.Status200OK;

    public string? ContentType { get; private init; }

    /// <summary>Makes the body; runs after the data set's lock is left, so it holds values only.</summary>
    public Func<byte[]> Body { get; private init; } = static () => [];

    public long Version { get; init; }

    public static JsonSerializerOptions JsonOptions => Json;

    public static OriginAnswer Of(object payload, int status = StatusCodes.Status200OK)
    {
        // At once, and so under the lock: a payload may enumerate the data.
        var bytes = JsonSerializer.SerializeToUtf8Bytes(payload, payload.GetType(), Json);
        return new OriginAnswer { Status = status, ContentType = "application/json", Body = () => bytes };
    }

    public static OriginAnswer Png(Func<byte[]> render) => new() { ContentType = "image/png", Body = render };

    public static OriginAnswer Created(object payload) => Of(payload, StatusCodes.Status201Created);

    public static OriginAnswer NoContent { get; } = new() { Status = StatusCodes.Status204NoContent };

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (Version > 0)
            response.Headers[VersionField] = Version.ToString();
        if (ContentType is null)
            return;
        var body = Body();
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
