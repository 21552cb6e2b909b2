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
            if (read.Buffer.Length > MaxBytes)
                return new RequestBody(default, Problems.TooLarge(MaxBytes));
            if (read.IsCompleted)
                return new RequestBody(read.Buffer.ToArray(), null);
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
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
