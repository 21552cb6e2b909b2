using System.Globalization;
using System.Text;
using CachingGateway.SoakTests.Checking;
using CachingGateway.SoakTests.Cluster;
using CachingGateway.SoakTests.Traffic;

namespace CachingGateway.SoakTests;

/// <summary>What a soak saw, in words for people. docs/soak.md explains the lines.</summary>
internal static class SoakReport
{
    public static string Of(SoakOptions options, Chronicle chronicle, Tally tally, SoakCluster cluster)
    {
        var text = new StringBuilder();
        var reads = tally.Reads.Values.Sum();
        Line(text, $"soak: {Chronicle.Seconds(chronicle.Now)} s, seed {options.Seed}, from {chronicle.Began:O}");
        Line(text, $"reads: {reads}, {Counts(tally.Reads)}; of a gateway that was ended: {tally.Unanswered}");
        Line(text, $"hits: {Share(tally.Of("HIT"), reads)} of all reads; {tally.Elsewhere} of what another gateway had fetched");
        Line(text, $"origin: {cluster.Origin.Reads} reads, {cluster.Origin.Unchanged} of them answered 304, {cluster.Origin.Writes} writes");
        Line(text, $"invalidations: {Counts(tally.Writes)}");
        Line(text, $"time to acknowledge a webhook: {Times(tally.Acknowledgements)}");
        Line(text, $"faults: {tally.Faults.Values.Sum()}, {Counts(tally.Faults)}");
        Line(text, $"all well again: {Times(tally.Recoveries)}");
        Line(text, $"violations: {chronicle.Violations.Count}");
        foreach (var violation in chronicle.Violations)
            Line(text, $"\n{violation}");
        Line(text, $"\nfaults in their order:");
        foreach (var fault in chronicle.Faults)
            Line(text, $"{fault}");
        return text.ToString();
    }

    public static string Share(long part, long whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):0.0} %");

    private static string Counts(IReadOnlyDictionary<string, long> counts) =>
        string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));

    private static string Times(TimeSpan[] sorted) => sorted.Length == 0
        ? "none"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {At(sorted, 0.5):0.0} ms, p99 {At(sorted, 0.99):0.0} ms, longest {sorted[^1].TotalMilliseconds:0.0} ms, of {sorted.Length}");

    private static double At(TimeSpan[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)].TotalMilliseconds;

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
