using System.CommandLine;
using CachingGateway.Management.Access;

namespace CachingGateway.Commands;

/// <summary><c>token create</c>: a token for an operator, and what goes into the settings, which is not enough to make it again.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name")
        {
            Description = "Whose it is: the member of Gateway:Management:Tokens, and what the ledger says (default: operator).",
            HelpName = "name",
            DefaultValueFactory = static _ => "operator",
        };
        name.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 64 } given || !given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                result.AddError("--name: allowed: 1 to 64 letters, digits, hyphens, underscores and dots");
        });
        var scopes = new Option<string[]>("--scope")
        {
            Description = "What it allows; may be given many times (default: cache:read).",
            HelpName = "scope",
            DefaultValueFactory = static _ => ["cache:read"],
        };
        scopes.AcceptOnlyFromAmong([.. ScopeNames.Each]);
        var json = CommandJson.Option("Write { token, name, hash, scopes } as JSON.");
        var create = new Command("create", "Make a token for the management listener. It is shown once and kept nowhere.") { name, scopes, json };
        create.SetAction((result, _) => WriteAsync(
            result.InvocationConfiguration.Output, result.GetValue(name)!, result.GetValue(scopes)!, result.GetValue(json)));
        return new Command("token", "Make tokens for the management listener.") { create };
    }

    private static async Task<int> WriteAsync(TextWriter output, string name, IReadOnlyList<string> scopes, bool json)
    {
        var token = TokenHash.NewToken();
        var (hash, words) = (TokenHash.Write(TokenHash.Of(token)), string.Join(' ', scopes.Distinct(StringComparer.Ordinal)));
        await output.WriteLineAsync(json ? CommandJson.Write(new { token, name, hash, scopes = words }) :
            $$"""
            token     {{token}}

            Keep it; the settings have its hash alone:
              "Gateway": { "Management": { "Tokens": { "{{name}}": { "Hash": "{{hash}}", "Scopes": "{{words}}" } } } }
            or in the environment:
              Gateway__Management__Tokens__{{name}}__Hash={{hash}}
              Gateway__Management__Tokens__{{name}}__Scopes="{{words}}"
            """);
        return 0;
    }
}
