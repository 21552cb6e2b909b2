using System.Reflection;
using Xunit.Sdk;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>The ids of a group of the <see cref="Catalogue"/>, one a row.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CasesOfAttribute(string group) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Catalogue.Groups[group].Select(c => new object[] { c.Id });
}
