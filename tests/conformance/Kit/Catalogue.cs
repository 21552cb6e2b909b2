using CachingGateway.ConformanceTests.Extensions;
using CachingGateway.ConformanceTests.Rfc9110;
using CachingGateway.ConformanceTests.Rfc9111;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>All cases, in the order of the report.</summary>
internal static class Catalogue
{
    public static IReadOnlyDictionary<string, IReadOnlyList<Case>> Groups { get; } =
        new Dictionary<string, IReadOnlyList<Case>>(StringComparer.Ordinal)
        {
            [nameof(Storing)] = Storing.Cases,
            [nameof(StoredStatuses)] = StoredStatuses.Cases,
            [nameof(MaxAge)] = MaxAge.Cases,
            [nameof(ExpiryDates)] = ExpiryDates.Cases,
            [nameof(Ages)] = Ages.Cases,
            [nameof(ServingStale)] = ServingStale.Cases,
            [nameof(Varying)] = Varying.Cases,
            [nameof(Reusing)] = Reusing.Cases,
            [nameof(StoredFields)] = StoredFields.Cases,
            [nameof(UpdatedFields)] = UpdatedFields.Cases,
            [nameof(Partial)] = Partial.Cases,
            [nameof(Validating)] = Validating.Cases,
            [nameof(HeadFreshening)] = HeadFreshening.Cases,
            [nameof(Invalidating)] = Invalidating.Cases,
            [nameof(RequestDirectives)] = RequestDirectives.Cases,
            [nameof(ResponseDirectives)] = ResponseDirectives.Cases,
            [nameof(Preconditions)] = Preconditions.Cases,
            [nameof(EntityTags)] = EntityTags.Cases,
            [nameof(Ranges)] = Ranges.Cases,
            [nameof(Intermediaries)] = Intermediaries.Cases,
            [nameof(StaleControls)] = StaleControls.Cases,
            [nameof(CacheStatuses)] = CacheStatuses.Cases,
            [nameof(TargetedFields)] = TargetedFields.Cases,
        };

    public static IReadOnlyList<Case> All { get; } = [.. Groups.Values.SelectMany(g => g)];
}
