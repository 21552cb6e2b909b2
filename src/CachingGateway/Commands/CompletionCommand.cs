using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary><c>completion SHELL</c>: the script by which a shell asks this program how a command line may go on.</summary>
internal static class CompletionCommand
{
    private const string Program = "CachingGateway";

    // Each hands the line and the cursor's place to the parser's own directive, which answers one word a line.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = $$"""
            # eval "$({{Program}} completion bash)", in ~/.bashrc
            _caching_gateway() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _caching_gateway {{Program}}
            """,
        ["zsh"] = $$"""
            # eval "$({{Program}} completion zsh)", in ~/.zshrc after compinit
            _caching_gateway() {
              local -a found
              found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              compadd -a found
            }
            compdef _caching_gateway {{Program}}
            """,
        ["fish"] = $$"""
            # {{Program}} completion fish > ~/.config/fish/completions/{{Program}}.fish
            complete -f -c {{Program}} -a '(set -l line (commandline -cp); {{Program}} "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null)'
            """,
        ["pwsh"] = $$"""
            # {{Program}} completion pwsh | Out-String | Invoke-Expression, in $PROFILE
            Register-ArgumentCompleter -Native -CommandName {{Program}} -ScriptBlock {
              param($word, $tree, $position)
              & {{Program}} "[suggest:$position]" "$tree" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = $"{string.Join(", ", Scripts.Keys)}.", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Write the script that completes this program's command lines in a shell.") { shell };
        command.SetAction(async (result, _) =>
        {
            await result.InvocationConfiguration.Output.WriteLineAsync(Scripts[result.GetValue(shell)!]);
            return 0;
        });
        return command;
    }
}
