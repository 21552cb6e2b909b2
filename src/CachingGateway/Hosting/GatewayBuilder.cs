using CachingGateway.Commands;
using CachingGateway.Fetching;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Management;
using CachingGateway.Management.Access;
using CachingGateway.Observability;
using CachingGateway.Pipeline;
using CachingGateway.Pipeline.Wire;
using CachingGateway.Policies;
using CachingGateway.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Logging.Console;

namespace CachingGateway.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class GatewayBuilder
{
    public static WebApplication Build(
        IConfigurationRoot settings,
        ServeOptions options,
        GatewayOptions gateway,
        TelemetrySettings telemetry,
        PolicySource policies,
        Listeners listeners)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "CachingGateway" });
        builder.Configuration.AddConfiguration(settings, shouldDisposeConfiguration: true);
        AddLogging(builder, gateway);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(listeners.Configure);
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            // A tenth more hits at 10 KB, for 4 KB of memory held by each idle connection.
            sockets.WaitForDataBeforeAllocatingBuffer = false;
            sockets.Backlog = 4096;
        });
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, HotMemory>();
        builder.Services.AddRouting();
        builder.Services.AddRequestTimeouts();
        AddGateway(builder.Services, gateway, policies);
        Origins.Add(builder.Services, settings, options);
        EventServices.Add(builder.Services);
        builder.Services.AddSingleton(listeners.Clients);
        ManagementServices.Add(builder.Services, gateway.Tokens);
        Telemetry.Add(builder.Services, telemetry, settings);
        OfferHitsFirst(builder.Services);
        return builder.Build();
    }

    /// <summary>The way of a request: management by its listener, all else through the cache to YARP.</summary>
    public static void Map(WebApplication web)
    {
        Telemetry.Start(web.Services);
        ManagementServices.Start(web.Services);
        // YARP registers authorization, and the host would then put its middleware before everything. No route may ask for it
        // (see Origins), so nobody needs to pass it.
        ((IApplicationBuilder)web).Properties["__AuthorizationMiddlewareSet"] = true;
        web.MapWhen(
            static context => context.Features.Get<ManagementConnection>() == ManagementConnection.EventsMark,
            static events => events.UseRouting().UseEndpoints(ManagementApi.MapEventsAlone));
        web.MapWhen(
            static context => context.Features.Get<ManagementConnection>() == ManagementConnection.Mark,
            static management => management.UseRouting()
                .Use(next => context => context.RequestServices.GetRequiredService<ManagementGate>().InvokeAsync(context, next))
                .UseEndpoints(ManagementApi.Map));
        web.Use(next => Cache(web.Services, next));
        web.UseRouting();
        web.Use(next => ActivatorUtilities.CreateInstance<StraightForwarding>(web.Services, next).InvokeAsync);
        web.UseRequestTimeouts();
        web.MapReverseProxy();
    }

    private static RequestDelegate Cache(IServiceProvider services, RequestDelegate origin)
    {
        var runner = ActivatorUtilities.CreateInstance<FillRunner>(services, origin);
        var fetcher = ActivatorUtilities.CreateInstance<Fetcher>(services, runner);
        var straight = ActivatorUtilities.CreateInstance<StraightFlow>(services, origin);
        var flow = ActivatorUtilities.CreateInstance<FetchFlow>(services, fetcher, straight);
        var passThrough = ActivatorUtilities.CreateInstance<PassThrough>(services, origin);
        var middleware = ActivatorUtilities.CreateInstance<CacheMiddleware>(services, flow, passThrough);
        return middleware.InvokeAsync;
    }

    private static void AddGateway(IServiceCollection services, GatewayOptions gateway, PolicySource policies)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<LogLimit>().AddHostedService<LeftOutLines>();
        services.AddSingleton(_ => policies);
        services.AddSingleton(new GatewayState { IsEnabled = gateway.Enabled });
        services.AddSingleton(gateway.Fills);
        services.AddSingleton(provider => new MemoryStore(gateway.Memory, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new UncacheableKeys(gateway.Fills.Uncacheable, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new HitResponse(gateway.CacheHeaders, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MeasuredHits>().AddSingleton<RequestRecords>();
        services.AddSingleton(new CacheMarks(gateway.CacheHeaders));
        services.AddSingleton(gateway.StoreOutage);
        services.AddSingleton(provider => new PassingWrites(provider.GetRequiredService<Invalidator>(), gateway.Writes));
        SharedStore.Add(services, gateway.Redis);
        services.AddSingleton<Invalidator>()
            .AddSingleton<IInvalidator>(provider => provider.GetRequiredService<Invalidator>())
            .AddSingleton<IViewSource>(provider => provider.GetRequiredService<Invalidator>());
        services.AddSingleton<FillContext>().AddSingleton<FillJudge>().AddSingleton<FillKeeper>().AddSingleton<FillTable>().AddSingleton<FillMemory>();
        services.AddSingleton<InFlight>().AddSingleton<RequestMemo>().AddSingleton<EntryLookup>().AddSingleton<HitPath>();
        services.AddSingleton<KnownHeads>().AddSingleton<WireHits>();
        services.AddSingleton<StandIn>().AddSingleton<HeadAnswers>();
        services.AddSingleton<BypassLimiter>().AddSingleton<RequestDecider>().AddSingleton<CacheLog>();
    }

    private static void OfferHitsFirst(IServiceCollection services)
    {
        var kestrel = services.Single(service => service.ServiceType == typeof(IServer));
        services.Remove(kestrel);
        services.AddSingleton<IServer>(provider => new HitFirstServer(
            (IServer)ActivatorUtilities.CreateInstance(provider, kestrel.ImplementationType!), provider.GetRequiredService<HitPath>()));
    }

    private static void AddLogging(WebApplicationBuilder builder, GatewayOptions gateway)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is told once, in words for the operator; not before that with a stack trace as well.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning)
            // At any level, hosting begins an activity and a log scope for each request.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>()
            .AddConsoleFormatter<TextLines, ConsoleFormatterOptions>()
            .AddConsole(console =>
            {
                console.FormatterName = gateway.Logs == LogFormat.Json ? JsonLines.FormatterName : TextLines.FormatterName;
                // A terminal that does not keep up must not hold up requests.
                console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            });
    }
}
