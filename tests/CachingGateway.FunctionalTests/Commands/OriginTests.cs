using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Commands;

public sealed class OriginTests
{
    [Fact]
    public async Task Origin_AnswersAloneUntilItIsAskedToEnd()
    {
        var url = $"http://127.0.0.1:{ServerPorts.Free()}/";
        await using var process = Start(url);
        await Deadline.Eventually(
            () => Task.FromResult(process.Output), output => output.Contains($"the sample API listens on {url}", StringComparison.Ordinal));
        using var client = new HttpClient { BaseAddress = new Uri(url), Timeout = Deadline.Default };

        var trig = await client.GetAsync(new Uri("/v1/trigs/123", UriKind.Relative));
        process.Send(PosixSignalNumber.Terminate);
        await process.EndedAsync();

        Assert.Equal(200, (int)trig.StatusCode);
        Assert.False(trig.Headers.Contains("X-Cache-Status"));
    }

    [Fact]
    public async Task PortTaken_IsOneReadableMessage()
    {
        await using var origin = await ScriptedOrigin.StartAsync();
        await using var process = Start(origin.Address.ToString());

        await process.EndedAsync();

        Assert.Contains($"--url {origin.Address}: Failed to bind", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("origin", "--url", "9001")]
    [InlineData("origin", "--url", "https://localhost:9001")]
    [InlineData("origin", "--url", "http://localhost:9001/below")]
    [InlineData("health", "--management", "localhost")]
    public async Task WrongAddress_IsWrongUsage(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(arguments);

        Assert.Equal(2, run.Code);
        Assert.Contains($"found \"{arguments[2]}\"", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthOfSomethingElse_IsNone()
    {
        await using var origin = await ScriptedOrigin.StartAsync();
        origin.Fallback = _ => ScriptedAnswer.Ok("no JSON");

        var run = await CommandRun.OfAsync("health", "--management", origin.Address.ToString());

        Assert.Equal(1, run.Code);
        Assert.Contains("no gateway's answer", run.Error, StringComparison.Ordinal);
    }

    private static ServerProcess Start(string url) =>
        ServerProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "CachingGateway.dll"), "origin", "--url", url]);
}
