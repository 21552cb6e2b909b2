using System.Net.Sockets;
using CachingGateway.Hosting;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Reload, the off switch, the stop, and the start that cannot work.</summary>
public sealed class OperateTests
{
    [Fact]
    public async Task InvalidPolicy_LeavesTheOldOneInForce_AndNoRequestFails()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await Expect.MissAsync(at.Gateway, "/page", "x");

        Assert.Contains("\"good\":true", await HealthAsync(at.Gateway), StringComparison.Ordinal);

        await at.Gateway.ReplacePolicyAsync("{ not json");
        await Deadline.Eventually(
            () => HealthAsync(at.Gateway), health => health.Contains("\"good\":false", StringComparison.Ordinal));

        await Expect.HitAsync(at.Gateway, "/page", "x");
        await Expect.MissAsync(at.Gateway, "/other", "x");
    }

    [Fact]
    public async Task NewPolicy_IsInForceWithinASecond_AndAChangedRouteIsAMiss()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok($"tenant:{r.Header("X-Tenant")}"));
        await Expect.MissAsync(at.Gateway, "/page", "tenant:");

        await at.Gateway.ReplacePolicyAsync(TestPolicy.All("""  "key": { "headers": ["X-Tenant"] }  """));

        await Deadline.Eventually(() => at.Gateway.GetAsync("/page", ("X-Tenant", "a")), r => r.Text == "tenant:a");
    }

    [Fact]
    public async Task BadPolicyThenAGoodOne_TakesTheGoodOne()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        await at.Gateway.ReplacePolicyAsync("""{ "version": 1, "routes": [ { "nam": "typo" } ] }""");
        await at.Gateway.ReplacePolicyAsync(TestPolicy.All("""  "mode": "off"  """));

        await Deadline.Eventually(() => at.Gateway.GetAsync("/page"), r => r.Detail == "route-off");
    }

    [Fact]
    public async Task ReloadUnderLoad_FailsNoRequest()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        var reloaded = new Gate();
        var load = Enumerable.Range(0, 8).Select(worker => LoadAsync(at.Gateway, worker, reloaded)).ToArray();

        foreach (var mode in new[] { "off", "cache", "off" })
        {
            await at.Gateway.ReplacePolicyAsync(TestPolicy.All($$"""  "mode": "{{mode}}"  """));
            var expected = mode == "off" ? "route-off" : null;
            await Deadline.Eventually(() => at.Gateway.GetAsync("/probe"), r => r.Detail == expected);
        }
        reloaded.Open();

        Assert.All(await Task.WhenAll(load), statuses => Assert.All(statuses, s => Assert.Equal(200, s)));
    }

    [Fact]
    public async Task OffSwitch_BypassesEverything_AndComesBackLive()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await Expect.MissAsync(at.Gateway, "/page", "x");

        await at.Gateway.ReplaceSettingsAsync("""{ "Gateway": { "Enabled": false } }""");
        await Deadline.Eventually(() => at.Gateway.GetAsync("/page"), r => (r.CacheStatus, r.Detail) == ("BYPASS", "disabled"));

        await at.Gateway.ReplaceSettingsAsync("""{ "Gateway": { "Enabled": true } }""");
        await Deadline.Eventually(() => at.Gateway.GetAsync("/page"), r => r.CacheStatus == "HIT");
    }

    [Fact]
    public async Task Stop_TurnsUnreadyFirst_AndLetsRequestsInFlightFinish()
    {
        await using var at = await TestEnvironment.StartAsync();
        var gate = new Gate();
        at.Origin.Answer("/slow", ScriptedAnswer.Ok("whole") with { Before = gate });
        Assert.Equal(200, await ReadinessAsync(at.Gateway));
        var inFlight = Enumerable.Range(0, 20).Select(i => at.Gateway.GetAsync($"/slow?{i}")).ToArray();
        await at.Origin.WhenCalled("/slow", 20);

        var stopping = at.Gateway.StopAsync();
        await Deadline.Eventually(() => ReadinessAsync(at.Gateway), status => status == 503);
        Assert.False(stopping.IsCompleted);
        gate.Open();

        Assert.All(await Task.WhenAll(inFlight), r => Assert.Equal((200, "whole"), (r.Status, r.Text)));
        await stopping.Within();
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(at.Gateway.DataAddress));
    }

    [Fact]
    public async Task StartWithABadPolicy_NamesEveryFault()
    {
        const string policy = """
            { "version": 1, "routes": [
              { "name": "a", "match": { "path": ["/a"] }, "ttl": "soon" },
              { "name": "b", "match": { "path": ["/b/{"] } },
              { "name": "c", "match": { "path": ["/c"] }, "nonsense": true } ] }
            """;
        var failure = await Assert.ThrowsAsync<StartException>(
            async () => await TestGateway.StartAsync(new Uri("http://127.0.0.1:9"), policy));

        string[] named = ["ttl", "soon", "/b/{", "nonsense"];
        Assert.All(named, part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "Gateway": { "Memory": { "MaxBytes": "nonsense" } } }""")]
    [InlineData("{ not json")]
    public async Task StartWithBadSettings_IsRefused(string settings)
    {
        var failure = await Assert.ThrowsAsync<StartException>(
            async () => await TestGateway.StartAsync(new Uri("http://127.0.0.1:9"), TestPolicy.Everything, settings));

        Assert.NotEmpty(failure.Message);
    }

    private static async Task<List<int>> LoadAsync(TestGateway gateway, int worker, Gate until)
    {
        var statuses = new List<int>();
        for (var i = 0; !until.IsOpen || statuses.Count == 0; i++)
            statuses.Add((await gateway.GetAsync($"/load/{worker}/{i % 10}")).Status);
        return statuses;
    }

    private static async Task<int> ReadinessAsync(TestGateway gateway)
    {
        using var client = new HttpClient(TestGateway.NewHandler());
        using var response = await client.GetAsync(new Uri(gateway.ManagementAddress, "/health/ready"));
        return (int)response.StatusCode;
    }

    /// <summary>Says what is wrong with a refused policy, with its line.</summary>
    private static async Task<string> HealthAsync(TestGateway gateway)
    {
        using var client = new HttpClient(TestGateway.NewHandler());
        using var response = await client.GetAsync(new Uri(gateway.ManagementAddress, "/health"));
        return await response.Content.ReadAsStringAsync();
    }
}
