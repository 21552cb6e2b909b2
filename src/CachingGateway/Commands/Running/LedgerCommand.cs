using System.CommandLine;
using System.Globalization;
using CachingGateway.Management;

namespace CachingGateway.Commands.Running;

/// <summary><c>ledger</c>: what was invalidated, why, and who confirmed it.</summary>
internal static class LedgerCommand
{
    private const int MostTargets = 3;

    public static Command Create()
    {
        var options = new ManagementOptions();
        var limit = new Option<int>("--limit") { Description = "How many (default 20).", HelpName = "number", DefaultValueFactory = static _ => 20 };
        var command = new Command("ledger", "List the latest invalidations of a running gateway: who asked, what for, who confirmed.") { limit };
        options.AddTo(command);
        command.SetAction((result, cancellation) => RunningGateway.AskAsync<IReadOnlyList<LedgerLine>>(
            result,
            options,
            client => client.GetAsync($"/events/log?limit={result.GetValue(limit)}", cancellation),
            static (lines, _) => Write(lines)));
        return command;
    }

    private static string Write(IReadOnlyList<LedgerLine> lines)
    {
        var table = new TextTable("SEQUENCE", "AT", "SOURCE", "CAUSE", "MODE", "CONFIRMED", ">MS", ">SWEPT", "TARGETS");
        foreach (var line in lines)
            table.Add(
                line.Sequence,
                line.At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture),
                line.Source,
                line.Cause,
                line.Mode,
                line.Replicas is { } replicas ? $"{replicas.Confirmed} of {replicas.Live}" : null,
                line.ElapsedMs,
                line.Swept,
                string.Join(", ", line.Targets.Take(MostTargets)) + (line.Count > MostTargets ? $" and {line.Count - MostTargets} more" : ""));
        return table.ToString();
    }
}
