namespace SampleOrigin;

/// <summary>
/// Maps endpoints that are counted and take their time. The data is read or changed first and the answer sent after the
/// latency, as in an origin that spends its time on scoring and rendering: a slow answer is as old as its beginning.
/// </summary>
internal sealed class OriginEndpoints(WebApplication app, CallCounts calls, LatencySource latencies)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public void Get(string pattern, LatencyRange latency, Func<OriginRequest, OriginAnswer> answer) =>
        Map(Reading, pattern, latency, request => ValueTask.FromResult(answer(request)));

    public void Delete(string pattern, LatencyRange latency, Func<OriginRequest, OriginAnswer> answer) =>
        Map([HttpMethods.Delete], pattern, latency, request => ValueTask.FromResult(answer(request)));

    public void Post(string pattern, LatencyRange latency, Func<OriginRequest, ValueTask<OriginAnswer>> answer) =>
        Map([HttpMethods.Post], pattern, latency, answer);

    public void Put(string pattern, LatencyRange latency, Func<OriginRequest, ValueTask<OriginAnswer>> answer) =>
        Map([HttpMethods.Put], pattern, latency, answer);

    /// <summary>The counts, neither counted nor slow: <c>GET</c> reads them, <c>DELETE</c> begins again from 0.</summary>
    public void MapCalls()
    {
        app.MapGet("/_origin/calls", (RequestDelegate)(context => OriginAnswer.Of(calls.Snapshot()).WriteAsync(context)));
        app.MapDelete("/_origin/calls", (RequestDelegate)(context =>
        {
            calls.Reset();
            return OriginAnswer.NoContent.WriteAsync(context);
        }));
    }

    /// <summary>Answers what no endpoint matches.</summary>
    public void AnswerTheRest() => app.Use(next => context =>
    {
        if (context.GetEndpoint() is not null)
            return next(context);
        calls.Add(CallCounts.Unmatched);
        return OriginAnswer.Of(new { Detail = "Not Found" }, StatusCodes.Status404NotFound).WriteAsync(context);
    });

    private void Map(
        string[] methods, string pattern, LatencyRange latency, Func<OriginRequest, ValueTask<OriginAnswer>> answer) =>
        app.MapMethods(pattern, methods, (RequestDelegate)(async context =>
        {
            calls.Add($"{context.Request.Method} {pattern}");
            var ready = await answer(new OriginRequest(context));
            await latencies.WaitAsync(latency, context.RequestAborted);
            await ready.WriteAsync(context);
        }));
}
