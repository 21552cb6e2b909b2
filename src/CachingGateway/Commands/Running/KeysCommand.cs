using System.CommandLine;
using System.Text.Json.Nodes;
using CachingGateway.Management.Keys;

namespace CachingGateway.Commands.Running;

/// <summary><c>keys [PATTERN]</c>: names and what is stored under them.</summary>
internal sealed class KeysCommand
{
    private const int PageSize = 1000;

    private readonly ManagementOptions _options = new("Write an array of entries as JSON.");

    private readonly Argument<string> _pattern = new("pattern")
    {
        Description = "A glob over names: * any characters, ? one.",
        HelpName = "PATTERN",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => "*",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "How many entries at most (default 100; 0: all).",
        HelpName = "number",
        DefaultValueFactory = static _ => 100,
    };

    public static Command Create()
    {
        var parts = new KeysCommand();
        var command = new Command("keys", "List what a running gateway has stored, in its memory and in Redis, by name.") { parts._pattern, parts._limit };
        parts._options.AddTo(command);
        parts._limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
                result.AddError("--limit: allowed: 0 and more");
        });
        command.SetAction((result, cancellation) => RunningGateway.AskAsync(result, parts._options, client => parts.RunAsync(result, client, cancellation)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, ManagementClient client, CancellationToken cancellation)
    {
        var (streams, most) = (result.InvocationConfiguration, result.GetValue(_limit) is > 0 and var limit ? limit : int.MaxValue);
        var (found, all, last) = (new List<ListedEntry>(), new JsonArray(), default(KeysAnswer));
        var (pattern, cursor) = (Uri.EscapeDataString(result.GetValue(_pattern)!), "");
        do
        {
            var target = $"/cache/keys?pattern={pattern}&limit={Math.Min(PageSize, most - found.Count)}{cursor}";
            var reply = (await WorkLine.ShowAsync($"{found.Count} found", client.GetAsync(target, cancellation), streams.Error)).Expected(client);
            last = reply.Read<KeysAnswer>();
            found.AddRange(last.Keys);
            foreach (var entry in reply.Json!.Value.GetProperty("keys").EnumerateArray())
                all.Add(JsonNode.Parse(entry.GetRawText()));
            cursor = $"&cursor={last.Cursor}";
        }
        while (last.Cursor is not null && found.Count < most);

        if (last.Redis == EntryWalk.Unavailable)
            await streams.Error.WriteLineAsync("Redis is out of reach: these are the entries in this gateway's memory.");
        await streams.Output.WriteLineAsync(result.GetValue(_options.Json) ? CommandJson.Write(new JsonArray([.. all.Take(most).Select(entry => entry!.DeepClone())])) : Table([.. found.Take(most)]));
        if (last.Cursor is not null)
            await streams.Error.WriteLineAsync("There are more: --limit.");
        return 0;
    }

    private static string Table(IReadOnlyList<ListedEntry> entries)
    {
        var table = new TextTable("NAME", "ROUTE", ">STATUS", "STATE", ">TTL s", ">HITS", ">BYTES", "IN");
        foreach (var entry in entries)
            table.Add(entry.Name, entry.Route, entry.Status, entry.State, entry.TtlSeconds, entry.Hits, entry.BodyBytes, string.Join('+', entry.In));
        return table.ToString();
    }
}
