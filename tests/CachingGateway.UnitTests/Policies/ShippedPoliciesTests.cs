using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class ShippedPoliciesTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(PolicySchemaTests.Root, "config", "systems"), "*.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void PolicyOfASystem_HasNoFaults(string file) =>
        Assert.Empty(PolicyLoader.Load(Path.Combine(PolicySchemaTests.Root, "config", "systems", file), _ => null).Faults);
}
