using System.Diagnostics.Metrics;
using CachingGateway.Fetching;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Hosting;

/// <summary>What replicas share through Redis; without one, the same in this process.</summary>
internal static class SharedStore
{
    /// <summary>How many records are kept; the newest of a target counts once.</summary>
    private const int MaxRecords = 1_000_000;

    public static void Add(IServiceCollection services, RedisOptions? redis)
    {
        if (redis is null)
        {
            services.AddSingleton<IInvalidationLog>(provider => new EmbeddedLog(MaxRecords, provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton(provider => Level(provider, null, null));
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Sweeper>(provider));
            return;
        }

        services.AddSingleton(provider =>
        {
            var link = new RedisLink(redis, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisLink>>());
            link.Start();
            return link;
        });
        services.AddSingleton(provider => new RedisEntryStore(
            provider.GetRequiredService<RedisLink>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisEntryStore>>(),
            RedisStoreMetrics.ReadTimes(provider.GetRequiredService<IMeterFactory>())));
        services.AddSingleton<RedisStoreMetrics>();
        services.AddSingleton<RedisLeases>();
        services.AddSingleton<IInvalidationLog>(provider => new RedisLog(
            provider.GetRequiredService<RedisLink>(), MaxRecords, provider.GetRequiredService<ILogger<RedisLog>>()));
        services.AddSingleton(provider =>
            Level(provider, provider.GetRequiredService<RedisEntryStore>(), provider.GetRequiredService<RedisLeases>()));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Sweeper>(
            provider, provider.GetRequiredService<RedisEntryStore>(), new RedisTurns(provider.GetRequiredService<RedisLink>(), "sweep")));
    }

    private static SharedLevel Level(IServiceProvider services, RedisEntryStore? entries, RedisLeases? leases) =>
        entries is null || leases is null
            ? ActivatorUtilities.CreateInstance<SharedLevel>(services)
            : ActivatorUtilities.CreateInstance<SharedLevel>(services, entries, leases);
}
