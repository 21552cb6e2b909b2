using System.CommandLine;
using System.Text;
using System.Text.Json;
using CachingGateway.Management.Statistics;

namespace CachingGateway.Commands.Running;

/// <summary><c>stats</c>: what a running gateway does; with <c>--watch</c> again and again.</summary>
internal sealed class StatsCommand
{
    private const string Clear = "\u001b[H\u001b[2J";

    private readonly ManagementOptions _options = new("Write { stats, routes } as JSON; with --watch one line each time.");

    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Show them again every --every, until Ctrl+C." };

    private readonly Option<int> _every = Number("--every", "Seconds between two times.", 2, 3600);

    private readonly Option<int> _times = Number("--times", "How many times (default: until Ctrl+C).", int.MaxValue, int.MaxValue);

    public static Command Create()
    {
        var parts = new StatsCommand();
        var command = new Command("stats", "Show what a running gateway does: its stores, its requests, its routes.") { parts._watch, parts._every, parts._times };
        parts._options.AddTo(command);
        command.SetAction((result, cancellation) => RunningGateway.AskAsync(result, parts._options, client => parts.RunAsync(result, client, cancellation)));
        return command;
    }

    private static Option<int> Number(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "number", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var number && (number < 1 || number > most))
                result.AddError($"{name}: found {number}; allowed: 1 to {most}");
        });
        return option;
    }

    private async Task<int> RunAsync(ParseResult result, ManagementClient client, CancellationToken cancellation)
    {
        var (output, isWatched) = (result.InvocationConfiguration.Output, result.GetValue(_watch));
        var times = isWatched ? result.GetValue(_times) : 1;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(result.GetValue(_every)));
        for (var i = 0; i < times; i++)
        {
            if (i > 0 && !await timer.WaitForNextTickAsync(cancellation))
                break;
            var stats = (await client.GetAsync("/cache/stats", cancellation)).Expected(client);
            var routes = (await client.GetAsync("/cache/stats/routes", cancellation)).Expected(client);
            if (result.GetValue(_options.Json))
                await output.WriteLineAsync(Json(stats, routes, isWatched));
            else
                await output.WriteLineAsync((isWatched && output == Console.Out && !Console.IsOutputRedirected ? Clear : "") + Text(stats, routes));
        }

        return 0;
    }

    private static string Json(ManagementReply stats, ManagementReply routes, bool isOneLine)
    {
        var both = new { Stats = stats.Json, Routes = routes.Json!.Value.GetProperty("routes") };
        return isOneLine ? JsonSerializer.Serialize(both, JsonSerializerOptions.Web) : CommandJson.Write(both);
    }

    private static string Text(ManagementReply statsReply, ManagementReply routesReply)
    {
        var (stats, routes) = (statsReply.Read<StatisticsAnswer>(), routesReply.Read<RoutesAnswer>());
        var facts = new Facts();
        facts.Add("gateway", $"{stats.Gateway.Version}, up {TimeSpan.FromSeconds(stats.Gateway.UptimeSeconds):c}, policy version {stats.Gateway.PolicyVersion}{(stats.Gateway.Caching ? "" : ", caching is off")}");
        facts.Add("replica", stats.Gateway.Replica);
        facts.Add(
            stats.Source == "redis" ? "in Redis" : "in memory",
            FormattableString.Invariant($"{stats.TotalKeys} keys, {stats.MemoryUsedHuman}, {stats.HitRatePercent:0.##} % of look-ups hit, {stats.EvictedKeys} evicted, {stats.ConnectedClients} clients"));
        if (stats.Source == "redis")
            facts.Add("in memory", $"{stats.Memory.Entries} entries, {ByteText.Of(stats.Memory.Bytes)} of {ByteText.Of(stats.Memory.MaxBytes)}, {stats.Memory.Evicted} evicted");
        if (stats.Redis is { Connected: false } redis)
            facts.Add("Redis", $"out of reach: {redis.Problem}");
        facts.Add("requests", FormattableString.Invariant($"{stats.Requests.Total}: {stats.Requests.Hit} hits, {stats.Requests.Miss} misses, {stats.Requests.Bypass} bypass, {stats.Requests.Stale} stale, {stats.Requests.Revalidated} revalidated; {stats.Requests.Errors} errors"));
        facts.Add("hit rate", stats.Requests.HitRatePercent is { } rate ? FormattableString.Invariant($"{rate:0.##} %") : "nothing looked up yet");
        facts.Add("fills", $"{stats.FillsInFlight} in flight");
        return new StringBuilder(facts.ToString()).AppendLine().AppendLine().Append(Table(routes)).ToString();
    }

    private static TextTable Table(RoutesAnswer routes)
    {
        var table = new TextTable(
            "ROUTE", ">REQUESTS", ">HITS", ">MISSES", ">STALE", ">BYPASS", ">ERRORS", ">HIT %", ">HIT ms", ">P99", ">ORIGIN ms", ">P99", ">SAVED");
        foreach (var route in routes.Routes)
            table.Add(
                route.Route, route.Requests, route.Hits, route.Misses, route.Stale, route.Bypass, route.Errors, route.HitRatePercent,
                route.HitMs.Mean, route.HitMs.P99, route.OriginMs.Mean, route.OriginMs.P99, ByteText.Of(route.BytesSaved));
        return table;
    }
}
