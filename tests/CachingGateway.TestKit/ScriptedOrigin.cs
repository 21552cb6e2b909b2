using Microsoft.Extensions.Primitives;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CachingGateway.TestKit;

/// <summary>
/// An origin over real sockets that answers each path as a test says, counts the calls and keeps the requests. A path that
/// no script names gets <see cref="Fallback"/>. Limits are wide open: what is refused was refused by the gateway.
/// </summary>
internal sealed class ScriptedOrigin : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _scripts = new(StringComparer.Ordinal);
    private readonly CallLog _log = new();
    private readonly WebApplication _application;

    private ScriptedOrigin(WebApplication application) => _application = application;

    /// <summary>Where HTTP/1.1 and upgrades are answered.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where HTTP/2 without TLS is answered.</summary>
    public Uri Http2Address { get; private set; } = null!;

    /// <summary>For paths without a script. Default: 404.</summary>
    public Func<ReceivedRequest, ScriptedAnswer> Fallback { get; set; } = _ => ScriptedAnswer.Of(404, "no script");

    /// <summary>How many requests came, to any path.</summary>
    public int TotalCalls => _log.Total;

    public static async Task<ScriptedOrigin> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Open);
        var origin = new ScriptedOrigin(builder.Build());
        origin._application.UseWebSockets();
        origin._application.Run(origin.AnswerAsync);
        await origin._application.StartAsync();
        var bound = origin._application.Urls.Select(url => new Uri(url)).ToArray();
        (origin.Address, origin.Http2Address) = (bound[0], bound[1]);
        return origin;
    }

    public void Answer(string path, ScriptedAnswer answer) => Answer(path, _ => answer);

    public void Answer(string path, string body, params (string Name, string Value)[] headers) =>
        Answer(path, ScriptedAnswer.Ok(body, headers));

    public void Answer(string path, Func<ReceivedRequest, ScriptedAnswer> script) =>
        Handle(path, async context => await WriteAsync(context, script(await ReadAsync(context))));

    /// <summary>Leaves a path to the test whole: upgrades, uploads watched while they arrive. Its body is not kept.</summary>
    public void Handle(string path, RequestDelegate handler) => _scripts[path] = handler;

    /// <summary>How many requests to a path came; counted before they are answered.</summary>
    public int Calls(string path) => _log.Count(path);

    /// <summary>Ends when a path was called that many times in all.</summary>
    public Task WhenCalled(string path, int times = 1) => _log.WhenCalled(path, times).Within();

    /// <summary>The requests to a path that were read whole.</summary>
    public IReadOnlyList<ReceivedRequest> Received(string path) => _log.Received(path);

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private static void Open(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.AllowSynchronousIO = false;
        options.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        options.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MaxRequestHeadersTotalSize = 1 << 20;
        options.Limits.MaxRequestHeaderCount = 10_000;
        options.Limits.MaxRequestLineSize = 1 << 19;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = RawTarget(context).Split('?', 2)[0];
        _log.Called(path);
        return _scripts.TryGetValue(path, out var script) ? script(context) : AnswerFallbackAsync(context);
    }

    private async Task AnswerFallbackAsync(HttpContext context) => await WriteAsync(context, Fallback(await ReadAsync(context)));

    private static string RawTarget(HttpContext context) => context.Features.Get<IHttpRequestFeature>()!.RawTarget;

    private async Task<ReceivedRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var lines = context.Request.Headers.SelectMany(h => h.Value, (h, value) => KeyValuePair.Create(h.Key, value ?? ""));
        var request = new ReceivedRequest(context.Request.Method, RawTarget(context), [.. lines], body.ToArray());
        _log.Keep(request);
        return request;
    }

    private static async Task WriteAsync(HttpContext context, ScriptedAnswer answer)
    {
        if (answer.Before is { } gate)
            await gate.Opened(context.RequestAborted);
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = StringValues.Concat(response.Headers[name], value);
        foreach (var (name, value) in answer.Trailers)
            response.AppendTrailer(name, value);
        if (answer.Pieces is { } pieces)
            await WriteAsync(context, pieces);
        else if (answer.Status is not (204 or 304) && !HttpMethods.IsHead(context.Request.Method))
            await WriteWholeAsync(response, answer.Body);
        else if (HttpMethods.IsHead(context.Request.Method))
            response.ContentLength ??= answer.Body.Length;
    }

    private static async Task WriteWholeAsync(HttpResponse response, byte[] body)
    {
        response.ContentLength ??= body.Length;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, PiecewiseBody pieces)
    {
        try
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await foreach (var piece in pieces.ReadAsync(context.RequestAborted))
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (IOException)
        {
            context.Abort();
        }
    }
}
