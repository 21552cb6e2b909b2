using System.Buffers;
using CachingGateway.Observability;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Invalidation.Events;

/// <summary>Reads the bodies of webhooks, whose senders are not known yet, into a bounded part of memory.</summary>
internal sealed class EventBodies
{
    /// <summary>The largest body: 1 MB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>What all bodies that are being read may hold: 64 MB.</summary>
    public const long MaxBytesInFlight = 64L * 1024 * 1024;

    private long _inFlight;

    /// <summary>Tells the server not to go on reading what nobody wants; before anything is answered.</summary>
    public static void Limit(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
    }

    /// <summary>Reads the whole body; none of it where its length says that it is too large, and never more than the limit.</summary>
    public async Task<(byte[]? Body, EventReason Reason)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBytes)
            return (null, EventReason.TooLarge);
        var held = 0L;
        try
        {
            while (true)
            {
                var result = await request.BodyReader.ReadAsync(cancellation);
                var length = result.Buffer.Length;
                var inFlight = Interlocked.Add(ref _inFlight, length - held);
                held = length;
                if (length > MaxBytes)
                    return (null, EventReason.TooLarge);
                if (result.IsCompleted)
                {
                    var body = result.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(result.Buffer.End);
                    return (body, EventReason.Taken);
                }

                if (inFlight > MaxBytesInFlight)
                    return (null, EventReason.RateLimit);
                request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? EventReason.TooLarge : EventReason.BadBody);
        }
        finally
        {
            Interlocked.Add(ref _inFlight, -held);
        }
    }
}
