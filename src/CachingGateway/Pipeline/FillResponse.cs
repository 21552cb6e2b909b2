using CachingGateway.Fetching;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Pipeline;

/// <summary>Streams a fill's answer to one client while it is being fetched.</summary>
internal static class FillResponse
{
    /// <summary>Sets status and fields, all but the cache's own.</summary>
    public static void SetHead(HttpContext context, OriginAnswer answer, RouteRules route, bool isStored)
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        response.StatusCode = answer.Status;
        if (answer.ReasonPhrase is { } phrase)
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = phrase;
        foreach (var field in answer.Headers)
            headers[field.Name] = field.Value;
        headers.ContentLength = answer.ContentLength;
        if (isStored && route.ClientCacheControl.Count > 0)
        {
            headers.CacheControl = route.ClientCacheControl;
            headers.Date = StringValues.Empty;
            headers.Remove(HeaderNames.Age);
        }
    }

    /// <summary>Whether the client has this very answer already (only the origin's own validators are known while it streams).</summary>
    public static bool IsUnchanged(HttpContext context, OriginAnswer answer, DateTimeOffset now)
    {
        var headers = context.Request.Headers;
        if (!Conditional.IsAsked(headers))
            return false;
        DateTimeOffset? modified = answer.Value(HeaderNames.LastModified) is { } text && HttpDates.TryParse(text, now, out var date) ? date : null;
        var validators = new Validators(answer.Value(HeaderNames.ETag), modified);
        return Conditional.Decide(context.Request.Method, answer.Status, headers, validators, now) == ConditionalDecision.NotModified;
    }

    /// <summary>Turns a head that was set into a 304's.</summary>
    public static void SetNotModified(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        var headers = context.Response.Headers;
        headers.ContentLength = null;
        headers.Remove(HeaderNames.ContentType);
        headers.Remove(HeaderNames.ContentEncoding);
    }

    /// <summary>Writes the body as it comes; a body that breaks off breaks the client's connection off, so that nobody takes it for whole.</summary>
    public static async Task WriteBodyAsync(HttpContext context, FillTicket ticket, FillReader reader, TimeProvider time)
    {
        var (writer, aborted, record) = (new PieceWriter(context.Features, time), context.RequestAborted, RequestRecord.Of(context));
        if (record is not null && !ticket.Leads)
            record.Source = BodySource.Shared;
        while (true)
        {
            var reading = reader.ReadAsync(aborted);
            // The head, or what was written so far, must not wait for what comes next.
            if (!reading.IsCompleted)
                await writer.FlushAsync(aborted);
            var piece = await reading;
            switch (piece.End)
            {
                case FillEnd.None:
                    if (!await writer.TryWriteAsync(piece.Bytes, aborted))
                        return;
                    record?.UnannouncedBytes += piece.Bytes.Length;
                    reader.Advance(piece.Bytes.Length);
                    break;
                case FillEnd.Complete:
                    WriteTrailers(context, ticket.Fill);
                    return;
                default:
                    context.Abort();
                    return;
            }
        }
    }

    private static void WriteTrailers(HttpContext context, Fill fill)
    {
        if (fill.Trailers is not { Count: > 0 } trailers || !context.Response.SupportsTrailers())
            return;
        foreach (var (name, value) in trailers)
            context.Response.AppendTrailer(name, value);
    }
}
