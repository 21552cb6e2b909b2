using CachingGateway.Management.Access;
using CachingGateway.Management.Dashboard;
using CachingGateway.Management.Keys;
using CachingGateway.Management.Policy;
using CachingGateway.Management.Purging;
using CachingGateway.Management.Statistics;

namespace CachingGateway.Management;

/// <summary>All calls of the management listener, and those of a listener for events alone.</summary>
internal static class ManagementApi
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        HealthEndpoints.Map(endpoints);
        EventEndpoints.Map(endpoints);
        LedgerEndpoint.Map(endpoints);
        MetricsEndpoint.Map(endpoints);
        StatisticsEndpoints.Map(endpoints);
        KeyEndpoints.Map(endpoints);
        PurgeEndpoint.Map(endpoints);
        PolicyEndpoints.Map(endpoints);
        ReplicasEndpoint.Map(endpoints);
        DashboardEndpoint.Map(endpoints);
        endpoints.MapOpenApi(ApiDescription.Path).For(AccessRule.Page);
    }

    public static void MapEventsAlone(IEndpointRouteBuilder endpoints)
    {
        // Described with the others.
        var undescribed = endpoints.MapGroup("").ExcludeFromDescription();
        HealthEndpoints.MapLive(undescribed);
        EventEndpoints.Map(undescribed);
    }
}
