using CachingGateway.ConformanceTests.Rfc9111;
using Xunit;

namespace CachingGateway.ConformanceTests;

/// <summary>A theory for each group of cases; the rows are the cases' ids.</summary>
[Collection(nameof(Suite))]
public sealed class RuleTests(Suite suite)
{
    [Theory(DisplayName = "RFC 9111 §3 what is stored"), CasesOf(nameof(Storing))]
    public void Rfc9111_Storing(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §3 statuses"), CasesOf(nameof(StoredStatuses))]
    public void Rfc9111_StoredStatuses(string id) => suite.Holds(id);

    [Theory(DisplayName = "RFC 9111 §4.2.1 max-age and s-maxage"), CasesOf(nameof(MaxAge))]
    public void Rfc9111_MaxAge(string id) => suite.Holds(id);
}
