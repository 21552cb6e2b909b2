using CachingGateway.Management.Access;
using CachingGateway.Management.Explaining;
using CachingGateway.Management.Keys;
using CachingGateway.Management.Purging;
using CachingGateway.Management.Statistics;

namespace CachingGateway.Management;

/// <summary>What answers operators.</summary>
internal static class ManagementServices
{
    public static void Add(IServiceCollection services, IReadOnlyList<ManagementToken> tokens)
    {
        services.ConfigureHttpJsonOptions(json => ManagementJson.Configure(json.SerializerOptions));
        services.AddSingleton(new ManagementTokens(tokens)).AddSingleton<FailedTokens>().AddSingleton<ManagementGate>();
        services.AddSingleton<Lifetime>().AddSingleton<StatisticsReader>().AddSingleton<RequestHistory>().AddSingleton<HottestNames>();
        services.AddSingleton<EntryWalk>().AddSingleton<EntryStates>().AddSingleton<EntryViews>().AddSingleton<RetiringHistory>();
        services.AddSingleton<KeyReader>().AddSingleton<Purger>().AddSingleton<PurgePreview>().AddSingleton<LiveExplainer>();
        ApiDescription.Add(services);
    }

    /// <summary>Begins to count time and requests.</summary>
    public static void Start(IServiceProvider services)
    {
        services.GetRequiredService<Lifetime>();
        services.GetRequiredService<RequestHistory>();
    }
}
