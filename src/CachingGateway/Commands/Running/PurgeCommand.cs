using System.CommandLine;
using System.Text.Json;
using CachingGateway.Management;
using CachingGateway.Management.Keys;
using CachingGateway.Management.Purging;

namespace CachingGateway.Commands.Running;

/// <summary><c>purge</c>: retires what is named, on all replicas; or says what that would be.</summary>
internal sealed class PurgeCommand
{
    private const string Path = "/cache/purge";

    private readonly ManagementOptions _options = new();
    private readonly Option<string[]> _tags = Many("--tag", "A tag", "tag");
    private readonly Option<string[]> _patterns = Many("--pattern", "A glob over names, such as 'trig:123:*'", "glob");
    private readonly Option<string[]> _keys = Many("--key", "A name, as X-Cache-Key says it", "name");
    private readonly Option<string[]> _urls = Many("--url", "A path with its query, or an absolute URL: all variants of it", "url");
    private readonly Option<bool> _all = new("--all") { Description = "Everything." };
    private readonly Option<bool> _soft = new("--soft") { Description = "Make it stale instead of gone." };
    private readonly Option<bool> _preview = new("--preview") { Description = "Only say what would be retired." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask before everything is retired." };

    public static Command Create()
    {
        var parts = new PurgeCommand();
        var command = new Command("purge", "Retire what a running gateway and its replicas have stored.")
        {
            parts._tags, parts._patterns, parts._keys, parts._urls, parts._all, parts._soft, parts._preview, parts._yes,
        };
        parts._options.AddTo(command);
        command.Validators.Add(result =>
        {
            var named = new Option[] { parts._tags, parts._patterns, parts._keys, parts._urls }.Count(option => result.GetResult(option) is { Implicit: false });
            var isAll = result.GetValue(parts._all);
            if (named == 0 && !isAll)
                result.AddError("Nothing is named: --tag, --pattern, --key, --url or --all.");
            if (named > 0 && isAll)
                result.AddError("--all goes with nothing else that is named.");
        });
        command.SetAction((result, cancellation) => RunningGateway.AskAsync(result, parts._options, client => parts.RunAsync(result, client, cancellation)));
        return command;
    }

    private static Option<string[]> Many(string name, string description, string value) => new(name)
    {
        Description = $"{description}; may be given many times.",
        HelpName = value,
        DefaultValueFactory = static _ => [],
    };

    private async Task<int> RunAsync(ParseResult result, ManagementClient client, CancellationToken cancellation)
    {
        var (streams, body) = (result.InvocationConfiguration, Read(result));
        if (body.Preview)
        {
            var would = await PreviewAsync(client, body, streams.Error, cancellation);
            await streams.Output.WriteLineAsync(
                result.GetValue(_options.Json) ? CommandJson.Write(JsonSerializer.SerializeToElement(would, ManagementJson.Options)) : Write(would));
            return 0;
        }

        if (IsEverything(body) && !result.GetValue(_yes))
        {
            var would = await PreviewAsync(client, body with { Preview = true }, streams.Error, cancellation);
            await streams.Error.WriteAsync($"This retires everything: {Counted(would)}. Go on? [y/N] ");
            if ((await Console.In.ReadLineAsync(cancellation))?.Trim() is not ("y" or "Y" or "yes"))
            {
                await streams.Error.WriteLineAsync("Nothing was done; --yes goes on without asking.");
                return CommandLine.Failed;
            }
        }

        var reply = (await WorkLine.ShowAsync("waiting for every replica", client.PostAsync(Path, body, cancellation), streams.Error)).Expected(client);
        await streams.Output.WriteLineAsync(
            result.GetValue(_options.Json) ? CommandJson.Write(reply.Json) : Write(reply.Read<InvalidationAnswer>(), reply.Sequence));
        return 0;
    }

    // Part by part to the end, however much there is.
    private static async Task<PreviewAnswer> PreviewAsync(ManagementClient client, PurgeBody body, TextWriter error, CancellationToken cancellation)
    {
        var bar = new WorkBar("looking through everything", error);
        PreviewAnswer? all = null;
        try
        {
            do
            {
                var reply = (await client.PostAsync(Path, body with { Cursor = all?.Next ?? "" }, cancellation)).Expected(client);
                var part = reply.Read<PreviewAnswer>();
                all = all?.With(part) ?? part;
                await bar.ShowAsync(all.Examined, all.Among);
            }
            while (all.Next is not null);
            return all;
        }
        finally
        {
            await bar.ClearAsync();
        }
    }

    private PurgeBody Read(ParseResult result) => new()
    {
        Tags = result.GetValue(_tags),
        Patterns = result.GetValue(_patterns),
        Keys = result.GetValue(_keys),
        Urls = result.GetValue(_urls),
        All = result.GetValue(_all),
        Mode = result.GetValue(_soft) ? "soft" : "purge",
        Preview = result.GetValue(_preview),
    };

    private static bool IsEverything(PurgeBody body) => body.All || body.Patterns!.Any(pattern => pattern.Length > 0 && pattern.All(c => c == '*'));

    private static string Counted(PreviewAnswer preview) =>
        $"{(preview.Complete ? "" : "at least ")}{preview.Count} {(preview.Count == 1 ? "entry" : "entries")}{(preview.Redis == EntryWalk.Unavailable ? " in this gateway's memory; Redis is out of reach" : "")}";

    private static string Write(PreviewAnswer preview)
    {
        var facts = new Facts();
        facts.Add("would retire", Counted(preview));
        facts.AddAll("such as", preview.Sample);
        return facts.ToString();
    }

    private static string Write(InvalidationAnswer done, string? sequence)
    {
        var facts = new Facts();
        facts.Add("sequence", sequence);
        facts.Add("retired", $"{done.Targets} {(done.Targets == 1 ? "target" : "targets")}");
        facts.Add("replicas", $"{done.Replicas.Confirmed} of {done.Replicas.Live} confirmed");
        facts.Add("time", FormattableString.Invariant($"{done.ElapsedMs} ms"));
        return facts.ToString();
    }
}
