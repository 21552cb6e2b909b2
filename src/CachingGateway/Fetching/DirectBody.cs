using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace CachingGateway.Fetching;

/// <summary>The body of an answer that goes to the client whose request YARP forwards.</summary>
internal static class DirectBody
{
    /// <summary>Passes it on. A fault ends the answer as YARP's own copying would, and is told by the same feature.</summary>
    /// <param name="context">The client's request; the head of its answer is set and not sent.</param>
    /// <param name="answer">The origin's answer, <see cref="AnswerBody.IsPlain">plain</see>.</param>
    /// <param name="patience">How long the origin or the client may do nothing: YARP's <c>ActivityTimeout</c>.</param>
    public static async ValueTask PassOnAsync(HttpContext context, HttpResponseMessage answer, TimeSpan patience)
    {
        using var waits = new IdleTimeout(patience, context.RequestAborted);
        try
        {
            if (!await AnswerBody.CopyAsync(answer, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), waits))
                End(context, ForwarderError.ResponseBodyClient, null);
        }
        catch (OperationCanceledException exception)
        {
            End(context, ForwarderError.ResponseBodyCanceled, exception);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            End(context, ForwarderError.ResponseBodyDestination, exception);
        }
    }

    private static void End(HttpContext context, ForwarderError error, Exception? exception)
    {
        context.Features.Set<IForwarderErrorFeature>(new Fault(error, exception));
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    private sealed record Fault(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
}
