using System.Text.Json;
using CachingGateway.FunctionalTests.Management;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Commands;

public class TokenTests
{
    [Fact]
    public async Task CreatedToken_IsTakenByItsHash()
    {
        var run = await CommandRun.OfAsync("token", "create", "--name", "ops", "--scope", "cache:read", "--scope", "cache:invalidate", "--json");
        var created = JsonDocument.Parse(run.Output).RootElement;
        var (token, hash) = (created.GetProperty("token").GetString()!, created.GetProperty("hash").GetString());
        await using var at = await TestEnvironment.StartAsync(settings: $$"""
            { "Gateway": { "Management": { "Tokens": { "ops": { "Hash": "{{hash}}", "Scopes": "{{created.GetProperty("scopes").GetString()}}" } } } } }
            """);

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain(token, hash, StringComparison.Ordinal);
        Assert.Equal(200, (await at.Gateway.LookAsAsync(token, "/cache/stats")).Status);
        Assert.Equal(200, (await at.Gateway.RetireAsync("""{ "all": true }""", ("Authorization", $"Bearer {token}"))).Status);
        (await at.Gateway.CallAsync("/policy/check", "{}", ("Authorization", $"Bearer {token}"))).IsProblem(403, "scope");
    }

    [Fact]
    public async Task EachToken_IsAnother()
    {
        var one = await CommandRun.OfAsync("token", "create");
        var other = await CommandRun.OfAsync("token", "create");

        Assert.NotEqual(one.Lines[0], other.Lines[0]);
        Assert.Contains(one.Lines, line => line.StartsWith("Gateway__Management__Tokens__operator__Hash=sha256:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -f -c")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_IsAScriptThatAsksTheParser(string shell, string registers)
    {
        var run = await CommandRun.OfAsync("completion", shell);
        var words = await CommandRun.OfAsync("[suggest:17]", "CachingGateway pu");

        Assert.Equal(0, run.Code);
        Assert.Contains(registers, run.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, "purge"), (words.Code, Assert.Single(words.Lines)));
    }
}
