using System.Diagnostics.CodeAnalysis;
using CachingGateway.Policies.Compiling;
using CachingGateway.Policies.Matching;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies;

/// <summary>What came of reading a policy file: a snapshot, or all that is wrong with it.</summary>
/// <param name="Files">What was read, to tell later whether it has changed.</param>
internal sealed record PolicyLoad(PolicySnapshot? Snapshot, IReadOnlyList<PolicyFault> Faults, PolicyFiles Files)
{
    [MemberNotNullWhen(true, nameof(Snapshot))]
    public bool IsGood => Snapshot is not null;
}

/// <summary>Reads, checks and compiles policies. A faulty one is a value, never an exception.</summary>
internal static class PolicyLoader
{
    /// <param name="environment">Gives variables their values; <see langword="null"/>: this process' own environment.</param>
    /// <param name="version">The version of the snapshot, if it becomes one.</param>
    public static PolicyLoad Load(string path, Func<string, string?>? environment = null, int version = 1)
    {
        var (files, context) = (new PolicyFiles(), Context(environment));
        return Compile(new PolicyDocumentReader(files, context).Read(path), path, version, context, files);
    }

    /// <summary>Checks a text as if it stood in the file named, relative to which it may include others.</summary>
    public static PolicyLoad LoadText(
        string path, ReadOnlySpan<byte> text, Func<string, string?>? environment = null, int version = 1)
    {
        var (files, context) = (new PolicyFiles(), Context(environment));
        return Compile(new PolicyDocumentReader(files, context).Read(path, text), path, version, context, files);
    }

    private static BindContext Context(Func<string, string?>? environment) =>
        new(new FaultList(), environment ?? Environment.GetEnvironmentVariable);

    private static PolicyLoad Compile(PolicyDocument? document, string path, int version, BindContext context, PolicyFiles files)
    {
        var compiler = document is null ? null : new PolicyCompiler(document, context);
        var (routes, events) = (compiler?.Compile() ?? [], compiler?.CompileEvents());
        var snapshot = document is null || context.Faults.Count > 0
            ? null
            : new PolicySnapshot(version, path, document.Settings.Service, new RouteTable(routes), events);
        return new PolicyLoad(snapshot, context.Faults.Sorted(), files);
    }
}
