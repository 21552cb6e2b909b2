using System.Buffers;
using System.Text.Json;

namespace CachingGateway.Management.Requests;

/// <summary>The body of a call: JSON that says it is, so that no page of another site can send it unasked, and not too much of it.</summary>
/// <param name="Bytes">What was sent.</param>
/// <param name="Refusal">Why it is not taken; <see langword="null"/>: it is.</param>
internal readonly record struct RequestBody(ReadOnlyMemory<byte> Bytes, IResult? Refusal)
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static async Task<RequestBody> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            return new RequestBody(default, Problems.MediaType());
        if (context.Request.ContentLength > MaxBytes)
            return new RequestBody(default, Problems.TooLarge(MaxBytes));
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var isTooLarge = read.Buffer.Length > MaxBytes;
            var bytes = read.IsCompleted && !isTooLarge ? read.Buffer.ToArray() : null;
            // Whatever comes of it the read is ended: the server goes on reading where this left off.
            reader.AdvanceTo(bytes is null && !isTooLarge ? read.Buffer.Start : read.Buffer.End, read.Buffer.End);
            if (isTooLarge)
                return new RequestBody(default, Problems.TooLarge(MaxBytes));
            if (bytes is not null)
                return new RequestBody(bytes, null);
        }
    }

    /// <summary>Opens a body that has to be one JSON object.</summary>
    public static async Task<(JsonDocument? Json, IResult? Refusal)> ReadObjectAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        if (body.Refusal is not null)
            return (null, body.Refusal);
        try
        {
            var json = JsonDocument.Parse(body.Bytes, Strict);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return (json, null);
            json.Dispose();
            return (null, Problems.Of([new RequestFault("$", "something else", "which is not a JSON object", "one object")]));
        }
        catch (JsonException exception)
        {
            return (null, Problems.Of([new RequestFault("$", "a body", $"which is no JSON: {exception.Message}", "one JSON object")]));
        }
    }
}
