using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary>Says what is wrong with a command line, and what may stand there.</summary>
internal static class Usage
{
    public static string Explain(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var name = command is RootCommand ? "" : command.Name + " ";
        var lines = result.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal).ToList();
        if (command.Subcommands.Count > 0)
            lines.Add($"Commands: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}");
        if (command.Arguments.Count > 0)
            lines.Add($"Arguments: {string.Join(' ', command.Arguments.Select(argument => argument.HelpName ?? argument.Name))}");
        lines.Add($"Options: {string.Join(", ", command.Options.Where(option => !option.Hidden).Select(Written))}");
        lines.Add($"More: {name}--help");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Written(Option option) => option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;
}
