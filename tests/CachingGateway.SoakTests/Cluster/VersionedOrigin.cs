using System.Net;
using CachingGateway.SoakTests.Checking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CachingGateway.SoakTests.Cluster;

/// <summary>
/// The origin: it reads a resource's version, takes its time, and answers with what it read. It listens once for each gateway, so
/// that an answer says which of them asked for it.
/// </summary>
internal sealed class VersionedOrigin : IAsyncDisposable
{
    private readonly Catalogue _catalogue;
    private readonly WebApplication _web;
    private readonly int[] _ports;
    private long _reads;
    private long _writes;
    private long _unchanged;

    private VersionedOrigin(Catalogue catalogue, int gateways)
    {
        _catalogue = catalogue;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            for (var i = 0; i < gateways; i++)
                kestrel.Listen(IPAddress.Loopback, 0);
        });
        _web = builder.Build();
        _web.Run(AnswerAsync);
        _ports = new int[gateways];
    }

    public long Reads => Volatile.Read(ref _reads);

    /// <summary>Of the reads, those that were answered 304.</summary>
    public long Unchanged => Volatile.Read(ref _unchanged);

    public long Writes => Volatile.Read(ref _writes);

    public static async Task<VersionedOrigin> StartAsync(Catalogue catalogue, int gateways)
    {
        var origin = new VersionedOrigin(catalogue, gateways);
        await origin._web.StartAsync();
        var urls = origin._web.Urls.ToArray();
        for (var i = 0; i < gateways; i++)
            origin._ports[i] = new Uri(urls[i]).Port;
        return origin;
    }

    /// <summary>Where one gateway finds it.</summary>
    public Uri AddressFor(int gateway) => new($"http://127.0.0.1:{_ports[gateway]}");

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context) => _catalogue.Find(context.Request.Path) switch
    {
        null => NotFound(context),
        { } resource when HttpMethods.IsPut(context.Request.Method) => WriteAsync(context, resource),
        { } resource => ReadAsync(context, resource),
    };

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task ReadAsync(HttpContext context, Resource resource)
    {
        var version = resource.Version;
        Interlocked.Increment(ref _reads);
        var flavour = context.Request.Headers["X-Flavour"].ToString();
        var form = resource.Kind == ResourceKind.Varied ? flavour : context.Request.QueryString.Value!.TrimStart('?');
        // The probe asks whether the gateways work, not how long the origin takes.
        await Pause.ForAsync(resource == _catalogue.Probe ? TimeSpan.Zero : Latency());

        var fields = context.Response.Headers;
        // An origin that thinks its answers still are what they were says so by the version that it read at first.
        var tag = $"\"{version}-{form}\"";
        fields.ETag = tag;
        fields["Surrogate-Key"] = $"s:{resource.Id} of:{resource.Kind}";
        if (resource.Kind == ResourceKind.Varied)
            fields.Vary = "X-Flavour";
        if (context.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            Interlocked.Increment(ref _unchanged);
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = new Answer(resource.Path, form, version, Array.IndexOf(_ports, context.Connection.LocalPort)).Text(resource.Padding);
        fields.ContentLength = body.Length;
        await context.Response.WriteAsync(body);
    }

    private async Task WriteAsync(HttpContext context, Resource resource)
    {
        await Pause.ForAsync(TimeSpan.FromMilliseconds(Random.Shared.Next(50)));
        var version = resource.Raise();
        Interlocked.Increment(ref _writes);
        await Pause.ForAsync(TimeSpan.FromMilliseconds(Random.Shared.Next(150)));
        await context.Response.WriteAsJsonAsync(new { id = resource.Id, version });
    }

    // Mostly short; some are on their way for so long that much is acknowledged meanwhile.
    private static TimeSpan Latency() => TimeSpan.FromMilliseconds(Random.Shared.Next(100) switch
    {
        < 50 => Random.Shared.Next(20),
        < 96 => Random.Shared.Next(300),
        _ => Random.Shared.Next(1000, 4000),
    });
}
