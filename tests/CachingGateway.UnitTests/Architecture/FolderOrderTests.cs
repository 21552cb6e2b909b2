using CachingGateway.Observability;
using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Architecture;

public class FolderOrderTests
{
    private const int MostLines = 400;

    [Fact]
    public void EverySource_NamesOnlyFoldersBelowItsOwn()
    {
        var faults =
            from source in Sources.Under("src/CachingGateway")
            let folder = FolderOrder.FolderOf(FolderOrder.NamespaceFor(source.Path))
            where folder is not null
            from named in FolderOrder.FoldersNamedIn(source.Text)
            where !FolderOrder.Allows(folder, named)
            select $"{source.Path} names {named}, which is above {folder}";

        Assert.Empty(faults);
    }

    [Fact]
    public void EveryCompiledType_UsesOnlyFoldersBelowItsOwn()
    {
        var faults =
            from type in typeof(RouteRules).Assembly.GetTypes()
            let folder = FolderOrder.FolderOf(type.Namespace)
            where folder is not null
            from used in TypesUsed.By(type)
            where used.Assembly == type.Assembly
            let other = FolderOrder.FolderOf(used.Namespace)
            where other is not null && !FolderOrder.Allows(folder, other)
            select $"{type} uses {used}, which is above {folder}";

        Assert.Empty(faults.Distinct());
    }

    [Fact]
    public void EverySource_DeclaresTheNamespaceOfItsFolder()
    {
        var faults =
            from source in Sources.Under("src/CachingGateway")
            let declared = FolderOrder.NamespaceIn(source.Text)
            where source.Path.Contains(Path.DirectorySeparatorChar) && declared != FolderOrder.NamespaceFor(source.Path)
            select $"{source.Path} declares {declared ?? "no namespace"}";

        Assert.Empty(faults);
    }

    [Fact]
    public void EveryFolder_HasItsPlaceInTheOrder()
    {
        var folders =
            from source in Sources.Under("src/CachingGateway")
            let folder = FolderOrder.FolderOf(FolderOrder.NamespaceFor(source.Path))
            where folder is not null && !FolderOrder.IsKnown(folder)
            select folder;

        Assert.Empty(folders.Distinct());
    }

    [Fact]
    public void NoSource_IsOver400Lines()
    {
        var faults =
            from source in Sources.Under("src")
            let lines = source.Text.AsSpan().Count('\n')
            where lines > MostLines
            select $"{source.Path}: {lines} lines";

        Assert.Empty(faults);
    }

    // The rules themselves, on made-up sources: they must be able to fail.

    [Theory]
    [InlineData("using CachingGateway.Pipeline;", "Pipeline")]
    [InlineData("global using static CachingGateway.Storage.Something;", "Storage")]
    [InlineData("using P = CachingGateway.Hosting.GatewayApplication;", "Hosting")]
    [InlineData("var x = new global::CachingGateway.Fetching.Fill();", "Fetching")]
    public void SourceThatNamesAFolder_IsSeenToNameIt(string source, string folder) =>
        Assert.Equal([folder], FolderOrder.FoldersNamedIn(source));

    [Theory]
    [InlineData("    /// see <see cref=\"CachingGateway.Pipeline.X\"/>")]
    [InlineData("/* CachingGateway.Pipeline */ int x;")]
    [InlineData("using OtherCachingGateway.Pipeline;")]
    public void SourceThatOnlySpeaksOfAFolder_NamesNone(string source) => Assert.Empty(FolderOrder.FoldersNamedIn(source));

    [Theory]
    [InlineData("Hosting", "Observability", true)]
    [InlineData("Freshness", "Policies", true)]
    [InlineData("Keys", "Keys", true)]
    [InlineData("Policies", "Freshness", false)]
    [InlineData("Storage", "Pipeline", false)]
    [InlineData("Observability", "Http", false)]
    public void Order_AllowsOnlyDownwards(string from, string to, bool isAllowed) =>
        Assert.Equal(isAllowed, FolderOrder.Allows(from, to));

    [Theory]
    [InlineData("Keys/Names.cs", "CachingGateway.Keys")]
    [InlineData("Policies/Checks/Paths.cs", "CachingGateway.Policies.Checks")]
    [InlineData("Program.cs", "CachingGateway")]
    public void Path_GivesItsNamespace(string path, string expected) => Assert.Equal(expected, FolderOrder.NamespaceFor(path));

    [Fact]
    public void TypeUsedInAMethodBodyOnly_IsSeen()
    {
        var used = TypesUsed.By(typeof(UsesInItsBody));

        Assert.Contains(typeof(RouteRules), used);
        Assert.Contains(typeof(CacheReasons), used);
    }

    private static class UsesInItsBody
    {
        public static string Say(object rules) => rules is RouteRules ? CacheReason.Status.Token() : "";
    }
}
