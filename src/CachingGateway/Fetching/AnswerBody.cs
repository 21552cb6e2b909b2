using System.Buffers;
using System.IO.Pipelines;
using CachingGateway.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Fetching;

/// <summary>
/// Passes an answer's body on in YARP's place, where its length is known: it is read straight into the memory that it is sent from,
/// and sent when there is enough of it or nothing more has come yet. YARP's own copying reads into a buffer, copies from that, and
/// sends after each read.
/// </summary>
internal static class AnswerBody
{
    /// <summary>Whether this body can be passed on here: nothing follows it, and it goes on as it came.</summary>
    public static bool IsPlain(HttpContext context, HttpResponseMessage answer) =>
        answer is { Version.Major: 1, Content.Headers.ContentLength: > 0 and var length, RequestMessage.Content: null }
        && (int)answer.StatusCode is >= 200 and not (204 or 304)
        && context.Response.ContentLength == length
        && !HttpMethods.IsHead(context.Request.Method);

    /// <summary>Passes the whole body on.</summary>
    /// <param name="answer">The origin's answer, <see cref="IsPlain">plain</see>.</param>
    /// <param name="response">The client's; its head is set and not sent.</param>
    /// <param name="waits">Hears who is waited for, and ends it.</param>
    /// <returns><see langword="false"/>: the client has gone.</returns>
    /// <exception cref="IOException">The origin broke off.</exception>
    public static async ValueTask<bool> CopyAsync(HttpResponseMessage answer, IHttpResponseBodyFeature response, IBodyWaits waits)
    {
        var left = answer.Content.Headers.ContentLength!.Value;
        var body = await answer.Content.ReadAsStreamAsync(waits.Token);
        // The first bytes came with the head. Until they are there an origin that breaks off is still a 502.
        var first = ArrayPool<byte>.Shared.Rent(BodyBlocks.SmallBytes);
        try
        {
            var count = await FromOrigin(body.ReadAsync(first.AsMemory(0, (int)Math.Min(left, BodyBlocks.SmallBytes)), waits.Token), waits);
            left -= count;
            if (left == 0)
                return !(await ToClient(response.Writer.WriteAsync(first.AsMemory(0, count), waits.Token), waits)).IsCompleted;
            await response.StartAsync(waits.Token);
            BodyBlocks.Write(response.Writer, first.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(first);
        }

        return await CopyRestAsync(body, left, response.Writer, waits);
    }

    private static async ValueTask<bool> CopyRestAsync(Stream body, long left, PipeWriter writer, IBodyWaits waits)
    {
        var (unsent, isMoreThere) = (BodyBlocks.SmallBytes, false);
        while (left > 0)
        {
            if (!isMoreThere)
            {
                // Ends when there are bytes, and takes none: nothing is held while the origin is waited for, memory or bytes.
                var ready = body.ReadAsync(Memory<byte>.Empty, waits.Token);
                if (!ready.IsCompleted && unsent > 0)
                {
                    unsent = 0;
                    if ((await ToClient(writer.FlushAsync(waits.Token), waits)).IsCompleted)
                        return false;
                }

                await FromOrigin(ready, waits);
            }

            var block = BodyBlocks.Next(writer, left);
            var count = await FromOrigin(body.ReadAsync(block, waits.Token), waits);
            writer.Advance(count);
            left -= count;
            unsent += count;
            isMoreThere = unsent >= BodyBlocks.LargeBytes && count == block.Length;
            if (unsent < BodyBlocks.LargeBytes && left > 0)
                continue;
            unsent = 0;
            if ((await ToClient(writer.FlushAsync(waits.Token), waits)).IsCompleted)
                return false;
        }

        return true;
    }

    private static ValueTask<T> FromOrigin<T>(ValueTask<T> step, IBodyWaits waits)
    {
        if (!step.IsCompleted)
            waits.ForOrigin();
        return step;
    }

    private static ValueTask<T> ToClient<T>(ValueTask<T> step, IBodyWaits waits)
    {
        if (!step.IsCompleted)
            waits.ForClient();
        return step;
    }
}

/// <summary>Hears when the passing on of a body has to wait, and for whom; ends it when that takes too long.</summary>
internal interface IBodyWaits
{
    CancellationToken Token { get; }

    void ForOrigin();

    void ForClient();
}
