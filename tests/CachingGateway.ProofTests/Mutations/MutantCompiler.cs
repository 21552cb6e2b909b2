using System.Reflection;
using System.Runtime.Loader;
using CachingGateway.ProofTests.Simulation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CachingGateway.ProofTests.Mutations;

/// <summary>
/// Compiles the protocol's own source files, with a mutant's edits, together with the simulation's, and loads what comes of it beside
/// the real one. All else is taken from the product as it was built.
/// </summary>
internal static class MutantCompiler
{
    private static readonly string[] ProductFiles =
    [
        "Invalidation/IInvalidator.cs", "Invalidation/Protocol/*.cs", "Invalidation/Records/*.cs", "Invalidation/Logs/LogContract.cs",
        "Invalidation/Logs/LogState.cs", "Invalidation/Logs/Ledger.cs", "Invalidation/Logs/LedgerTargets.cs",
        "Entries/CacheEntry.cs", "Entries/EntryLabels.cs", "Entries/Fence.cs", "Entries/StoreBookkeeping.cs",
    ];

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !path.EndsWith("CachingGateway.ProofTests.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>The mutant's own <see cref="Proof.Search"/>.</summary>
    public static Func<string, int, int, (int Run, string? Fault)> Compile(Mutant mutant)
    {
        var sources = Sources().ToDictionary(source => source.Name, source => source.Text);
        foreach (var edit in mutant.Edits)
            sources[edit.File] = Apply(edit, sources.GetValueOrDefault(edit.File) ?? "");
        var compilation = CSharpCompilation.Create(
            // The product shows what is internal to this name.
            typeof(Proof).Assembly.GetName().Name,
            sources.Select(source => Parse(source.Value, source.Key)).Append(Parse(Usings, "usings")),
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        var search = new AssemblyLoadContext(mutant.Name, isCollectible: true).LoadFromStream(image)
            .GetType(typeof(Proof).FullName!)!.GetMethod(nameof(Proof.Search), BindingFlags.Public | BindingFlags.Static)!;
        return search.CreateDelegate<Func<string, int, int, (int Run, string? Fault)>>();
    }

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), path);

    private static string Apply(Edit edit, string source)
    {
        var at = source.IndexOf(edit.Text, StringComparison.Ordinal);
        if (at < 0 || source.IndexOf(edit.Text, at + 1, StringComparison.Ordinal) >= 0)
            throw new InvalidOperationException($"{edit.File} does not have this once: {edit.Text}");
        return source[..at] + edit.Replacement + source[(at + edit.Text.Length)..];
    }

    private static IEnumerable<(string Name, string Text)> Sources()
    {
        var repository = Repository();
        var product = Path.Combine(repository, "src/CachingGateway");
        foreach (var pattern in ProductFiles)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(product, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)))
                yield return (Path.GetRelativePath(product, file), File.ReadAllText(file));
        }

        foreach (var file in Directory.GetFiles(Path.Combine(repository, "tests/CachingGateway.ProofTests/Simulation"), "*.cs"))
            yield return (Path.GetFileName(file), File.ReadAllText(file));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CachingGateway.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("no CachingGateway.sln above the tests");
        return folder.FullName;
    }
}
