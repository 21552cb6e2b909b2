using CachingGateway.Invalidation.Events;
using CachingGateway.Observability;

namespace CachingGateway.Hosting;

/// <summary>What takes events: webhooks and times.</summary>
internal static class EventServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<EventMetrics>().AddSingleton<RefusalLog>();
        services.AddSingleton<EventBodies>().AddSingleton<EventLimiter>().AddSingleton<EventReceiver>();
        services.AddHostedService<RuleSchedule>();
    }
}
