using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicyIncludeTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    public void Dispose() => _files.Dispose();

    private static string Route(string name) => $$"""{ "name": "{{name}}", "match": { "path": "/{{name}}" } }""";

    private PolicyLoad Load(string policy) => PolicyLoader.Load(_files.Write("policy.json", policy), _ => null);

    [Fact]
    public void OwnRoutesComeFirst_ThenFilesAsStated_GlobsSorted()
    {
        _files.Write("routes/b.json", $"[{Route("b")}]");
        _files.Write("routes/a.json", $$"""{ "routes": [{{Route("a")}}] }""");
        _files.Write("routes/B.json", $"[{Route("B")}]");
        _files.Write("routes/.hidden.json", $"[{Route("hidden")}]");
        _files.Write("routes/note.txt", "not JSON");
        _files.Write("last.json", $"[{Route("last")}]");
        _files.Write("deep/x/r.json", $"[{Route("x")}]");

        var load = Load($$"""{ "include": ["deep/*/?.json", "routes/*.json", "last.json"], "routes": [{{Route("own")}}] }""");

        Assert.Empty(load.Faults);
        Assert.Equal(["own", "x", "B", "a", "b", "last"], load.Snapshot!.Routes.Select(route => route.Name));
    }

    [Fact]
    public void NestedInclude_IsRelativeToItsOwnFile_AndTakesTheDefaults()
    {
        _files.Write("sub/one.json", $$"""{ "include": ["two.json"], "routes": [{{Route("one")}}] }""");
        _files.Write("sub/two.json", $"[{Route("two")}]");

        var load = Load("""{ "defaults": { "ttl": 7 }, "include": ["sub/one.json"] }""");

        Assert.Equal(["one", "two"], load.Snapshot!.Routes.Select(route => route.Name));
        Assert.All(load.Snapshot.Routes, route => Assert.Equal(7, route.Ttl.TotalSeconds));
    }

    [Theory]
    [InlineData("missing.json", "which is not there")]
    [InlineData("*.nothing", "which no file matches")]
    [InlineData("policy.json", "is read a second time")]
    [InlineData("./sub/../policy.json", "is read a second time")]
    [InlineData("loop.json", "is read a second time")]
    [InlineData("sub", "which cannot be read")]
    public void IncludeThatCannotWork_IsAFault(string include, string problem)
    {
        _files.Write("sub/x.json", "[]");
        _files.Write("loop.json", """{ "include": ["loop.json"], "routes": [] }""");

        Assert.Contains(problem, Assert.Single(Load($$"""{ "include": ["{{include}}"] }""").Faults).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void FaultsInIncludedFiles_NameThem_InReadingOrder()
    {
        _files.Write("b.json", "[{ \"name\": \"b\",\n  \"ttl\": \"5x\" }]");
        _files.Write("a.json", """{ "service": "no", "routes": [ }""");

        var faults = Load("""{ "version": 9, "include": ["b.json", "a.json"] }""").Faults;

        Assert.Equal(
            ["policy.json:1:14 $.version", "b.json:1:2 $[0]", "b.json:2:10 $[0].ttl", "a.json:1:32 $"],
            faults.Select(fault => $"{Path.GetFileName(fault.Place.File)}:{fault.Place.Line}:{fault.Place.Column} {fault.Place.Path}"));
    }

    [Fact]
    public void MemberOfAPolicyInAnIncludedFile_IsRefused()
    {
        _files.Write("a.json", """{ "service": "no", "routes": [] }""");

        Assert.StartsWith("which is no member of an included file", Assert.Single(Load("""{ "include": ["a.json"] }""").Faults).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingPolicyFile_IsAFault() =>
        Assert.Equal("which is not there", Assert.Single(PolicyLoader.Load(_files.PathOf("none.json")).Faults).Problem);
}
