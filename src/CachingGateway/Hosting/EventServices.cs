using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Events;
using CachingGateway.Observability;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CachingGateway.Hosting;

/// <summary>What takes events: webhooks and times.</summary>
internal static class EventServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<EventMetrics>().AddSingleton<EventBodies>().AddSingleton<EventLimiter>().AddSingleton<EventReceiver>();
        services.AddHostedService<RuleSchedule>();
        services.TryAddSingleton<IInvalidator, NoInvalidator>();
    }

    /// <summary>Where nothing takes invalidations, nothing is promised.</summary>
    private sealed class NoInvalidator : IInvalidator
    {
        public Task<Acknowledgement?> InvalidateAsync(InvalidationRequest request, CancellationToken cancellation) =>
            Task.FromResult<Acknowledgement?>(null);
    }
}
