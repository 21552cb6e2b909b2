using CachingGateway.ConformanceTests.Extensions;
using CachingGateway.ConformanceTests.Rfc9110;
using CachingGateway.ConformanceTests.Rfc9111;
using Xunit;

namespace CachingGateway.ConformanceTests;

/// <summary>A theory for each group of cases; the rows are the cases' ids.</summary>
[Collection(nameof(Suite))]
public sealed class RuleTests(Suite suite)
{
    [Theory(DisplayName = "RFC 9111 §3 what is stored"), CasesOf(nameof(Storing))]
    public void Storing_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §3 statuses"), CasesOf(nameof(StoredStatuses))]
    public void StoredStatuses_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4.2.1 max-age and s-maxage"), CasesOf(nameof(MaxAge))]
    public void MaxAge_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §5.3 Expires and dates"), CasesOf(nameof(ExpiryDates))]
    public void ExpiryDates_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4.2.3 age, §4.2.2 guesses"), CasesOf(nameof(Ages))]
    public void Ages_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4.2.4 stale answers"), CasesOf(nameof(ServingStale))]
    public void ServingStale_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4.1 Vary"), CasesOf(nameof(Varying))]
    public void Varying_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4 targets and methods"), CasesOf(nameof(Reusing))]
    public void Reusing_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §3.1 stored fields"), CasesOf(nameof(StoredFields))]
    public void StoredFields_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §3.2 updated fields"), CasesOf(nameof(UpdatedFields))]
    public void UpdatedFields_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §3.3, §3.4 incomplete answers"), CasesOf(nameof(Partial))]
    public void Partial_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4.3 validation"), CasesOf(nameof(Validating))]
    public void Validating_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4.3.5 HEAD"), CasesOf(nameof(HeadFreshening))]
    public void HeadFreshening_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4.4 invalidation"), CasesOf(nameof(Invalidating))]
    public void Invalidating_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §5.2.1 request directives"), CasesOf(nameof(RequestDirectives))]
    public void RequestDirectives_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §5.2.2 response directives"), CasesOf(nameof(ResponseDirectives))]
    public void ResponseDirectives_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9110 §13 preconditions"), CasesOf(nameof(Preconditions))]
    public void Preconditions_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9110 §8.8.3 entity tags"), CasesOf(nameof(EntityTags))]
    public void EntityTags_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9110 §14 ranges"), CasesOf(nameof(Ranges))]
    public void Ranges_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9110 §7.6, §15.2 intermediaries"), CasesOf(nameof(Intermediaries))]
    public void Intermediaries_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 5861 stale controls"), CasesOf(nameof(StaleControls))]
    public void StaleControls_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9211 Cache-Status"), CasesOf(nameof(CacheStatuses))]
    public void CacheStatuses_Holds(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9213 targeted fields"), CasesOf(nameof(TargetedFields))]
    public void TargetedFields_Holds(string id) => suite.Holds(id);
}
