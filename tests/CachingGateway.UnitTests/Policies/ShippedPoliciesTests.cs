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
        Assert.Empty(PolicyLoader.Load(Path.Combine(PolicySchemaTests.Root, "config", "systems", file), Environment).Faults);

    [Fact]
    public void PolicyOfTheDemo_NeedsNoEnvironment() =>
        Assert.Empty(PolicyLoader.Load(Path.Combine(PolicySchemaTests.Root, "config", "demo.json"), _ => null).Faults);

    // A secret that everybody may read is none, so theirs have no default.
    private static string? Environment(string name) => name == "WEBHOOK_SECRET" ? EventsKit.Secret : null;
}
