using System.CommandLine;
using CachingGateway.Management.Keys;

namespace CachingGateway.Commands.Running;

/// <summary><c>key NAME</c>: all that is known of one name.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var options = new ManagementOptions();
        var name = new Argument<string>("name") { Description = "The name, as X-Cache-Key says it.", HelpName = "NAME" };
        var body = new Option<bool>("--body") { Description = "Show the bodies too; needs cache:admin." };
        var command = new Command("key", "Show all that a running gateway knows of one name: its entries, and what retired it.") { name, body };
        options.AddTo(command);
        command.SetAction((result, cancellation) => RunningGateway.AskAsync<KeyAnswer>(
            result,
            options,
            client => WorkLine.ShowAsync(
                "looking", client.GetAsync(Target(result.GetValue(name)!, result.GetValue(body)), cancellation), result.InvocationConfiguration.Error),
            static (key, _) => Write(key)));
        return command;
    }

    private static string Target(string name, bool withBody) =>
        $"/cache/keys/{Uri.EscapeDataString(name)}{(withBody ? "?body=true" : "")}";

    private static string Write(KeyAnswer key)
    {
        var facts = new Facts();
        facts.Add("name", key.Name);
        foreach (var entry in key.Entries)
            EntryFacts.Add(facts, entry);
        EntryFacts.Add(facts, key.History);
        if (!key.Complete)
            facts.Add("", "not all there is could be looked through");
        return facts.ToString();
    }
}
