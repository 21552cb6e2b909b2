using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SampleOrigin.SmartTrip;
using SampleOrigin.Trigpointing;

namespace SampleOrigin;

/// <summary>
/// The APIs of TrigpointingUK (<c>/v1</c>) and SmartTrip (<c>/api</c>) on a Kestrel of their own, with the data in memory.
/// It knows nothing of caches: no validators, no freshness. What it adds is for the eyes of a test or a curious person.
/// </summary>
public sealed class SampleOriginServer : IAsyncDisposable
{
    /// <summary>Long enough for most answers in flight, short enough that nobody waits for a demo to end.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;

    private SampleOriginServer(WebApplication app, CallCounts calls)
    {
        _app = app;
        Calls = calls;
        Address = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens, with the port it was given.</summary>
    public Uri Address { get; }

    /// <summary>How often each endpoint was called.</summary>
    public CallCounts Calls { get; }

    /// <summary>Cancelled when the process is asked to end.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <summary>Starts it; when the task ends it accepts connections.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<SampleOriginServer> StartAsync(
        SampleOriginOptions options, CancellationToken cancellationToken = default)
    {
        // The empty builder reads neither environment nor settings files: what hosts this library has its own of both.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);

        var app = builder.Build();
        app.Urls.Add(options.Url.ToString());
        var calls = new CallCounts();
        Map(app, options, calls);
        await app.StartAsync(cancellationToken);
        return new SampleOriginServer(app, calls);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app, SampleOriginOptions options, CallCounts calls)
    {
        var endpoints = new OriginEndpoints(app, calls, new LatencySource(options));
        endpoints.MapCalls();
        TrigpointingApi.Map(endpoints, TrigpointingSeed.Plant(options.Seed, options.Time));
        SmartTripApi.Map(endpoints, SmartTripSeed.Plant(options.Seed, options.Time));
        endpoints.AnswerTheRest();
    }
}
