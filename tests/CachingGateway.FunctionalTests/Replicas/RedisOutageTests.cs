using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>A Redis that dies, hangs, is full, read-only or empty: no error of the gateway's own, no promise that is not kept.</summary>
public sealed class RedisOutageTests
{
    [Fact]
    public async Task Killed_NoErrors_NothingIsPromised_AndItRecoversByItself()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, two) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);
        all.Origin.Answer("/page", "old");
        await one.AskAsync("/page");
        (await two.AskAsync("/page")).Is("HIT", "old");

        var during = Enumerable.Range(0, 200).Select(i => all.Gateways[i % 2].AskAsync($"/{i % 20}")).ToArray();
        await all.Redis.KillAsync();
        var after = Enumerable.Range(0, 200).Select(i => all.Gateways[i % 2].AskAsync($"/{i % 20}")).ToArray();
        var told = await one.TellAsync("purge", "page");
        all.Origin.Answer("/page", "new");
        var written = await one.WriteAsync("/page");

        foreach (var (answer, i) in (await Task.WhenAll([.. during, .. after]).Within()).Select((answer, i) => (answer, i)))
            Assert.Equal((200, $"/{i % 20}"), (answer.Status, answer.Text));
        Assert.Equal((503, "store-unavailable"), (told.Status, told.Reason));
        Assert.NotNull(told.Header("Retry-After"));
        Assert.Equal((200, "unconfirmed", null), (written.Status, written.Detail, written.Header("X-Cache-Sequence")));
        Assert.Equal("new", (await one.AskAsync("/page")).Text);
        await all.Redis.RestartAsync();
        await Deadline.Eventually(() => one.TellAsync("purge", "page"), answer => answer.Status == 200);
        foreach (var gateway in all.Gateways)
            (await Deadline.Eventually(() => gateway.AskAsync("/page"), answer => answer.CacheStatus == "HIT")).Is("HIT", "new");
    }

    [Fact]
    public async Task RightToFetchGrantedTooLate_IsGivenBack()
    {
        // Long enough for any other trip of a slow machine, and not so long that the connection is given up first.
        await using var all = await GatewayReplicas.StartAsync(1, patience: "1s");
        var (one, gate, asked) = (all.Gateways[0], new Gate(), 0);
        all.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);
        all.Origin.Answer("/late", _ => ScriptedAnswer.Ok("body") with { Before = gate });

        // Look-ups are answered, and whoever wants to write is not.
        var lines = await LinesAsync();
        await all.Redis.AskAsync("CLIENT", "PAUSE", "60000", "WRITE");
        var late = one.AskAsync("/late");
        await Deadline.Eventually(() => Task.FromResult(all.Origin.Calls("/late")), calls => calls == 1);
        await all.Redis.AskAsync("CLIENT", "UNPAUSE");
        var (granted, _) = await Deadline.Eventually(
            async () => (await LeasesAsync()).Find(static lease => lease.Value.Length > 1), static lease => lease.Key is not null);
        // If it ends, then not by itself.
        await all.Redis.AskAsync("PERSIST", granted);
        await Deadline.Eventually(
            async () =>
            {
                await one.AskAsync($"/healed/{asked++}");
                return await LeasesAsync();
            },
            static leases => leases.Exists(static lease => lease.Value == "+"));
        gate.Open();

        (await late).Is("MISS", "body");
        // On a busy machine the connection may have been given up all the same: then nobody learns of the right, and its time ends it.
        await Deadline.Eventually(
            async () => (Leases: await LeasesAsync(), Lines: await LinesAsync()),
            now => !now.Lines.SetEquals(lines) || !now.Leases.Exists(lease => lease.Key == granted && lease.Value != "+"));

        // All but the one that asks.
        async Task<HashSet<string>> LinesAsync()
        {
            var list = (await all.Redis.AskAsync("CLIENT", "LIST", "TYPE", "NORMAL")).Text!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. list.Where(line => !line.Contains("cmd=client", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];
        }

        async Task<List<(string Key, string Value)>> LeasesAsync()
        {
            var leases = new List<(string Key, string Value)>();
            foreach (var key in (await all.Redis.AskAsync("KEYS", "cg:f:*")).Items)
                leases.Add((key.Text!, (await all.Redis.AskAsync("GET", key.Text!)).Text ?? ""));
            return leases;
        }
    }

    [Fact]
    public async Task Hung_EachWaitsNotForItself_AndItRecoversByItself()
    {
        await using var all = await GatewayReplicas.StartAsync(1, patience: "100ms");
        all.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);

        all.Redis.Pause();
        // At 100 ms each this would take longer than the test waits.
        var asked = Task.Run(async () =>
        {
            for (var i = 0; i < 600; i++)
                Assert.Equal((200, $"/hung/{i}"), await all.Gateways[0].AskAsync($"/hung/{i}") is var answer ? (answer.Status, answer.Text) : default);
        });
        await asked.Within();
        Assert.Equal(503, (await all.Gateways[0].TellAsync("purge", "hung")).Status);
        all.Redis.Resume();

        await all.TrustedAsync();
        await Deadline.Eventually(() => all.Gateways[0].TellAsync("purge", "hung"), answer => answer.Status == 200);
    }

    [Theory]
    [InlineData("read-only")]
    [InlineData("full")]
    public async Task TakesNoWrites_NoErrors_NothingIsPromised_AndItRecoversByItself(string fault)
    {
        await using var other = await RedisServer.StartAsync();
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, two) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);
        string[][] commands = fault == "full"
            ? [["CONFIG", "SET", "maxmemory", "1"], ["CONFIG", "SET", "maxmemory", "0"]]
            : [["REPLICAOF", "127.0.0.1", "1"], ["REPLICAOF", "NO", "ONE"]];

        Assert.Equal("OK", (await all.Redis.AskAsync(commands[0])).Text);
        var told = await Deadline.Eventually(() => one.TellAsync("purge", "any"), answer => answer.Status == 503);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => all.Gateways[i % 2].AskAsync($"/full/{i % 10}"))).Within();

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal("store-unavailable", told.Reason);
        Assert.Equal("unconfirmed", (await two.WriteAsync("/full/1")).Detail);
        Assert.Equal("OK", (await all.Redis.AskAsync(commands[1])).Text);
        await all.TrustedAsync();
        await Deadline.Eventually(() => two.TellAsync("purge", "any"), answer => answer.Status == 200);
    }

    [Fact]
    public async Task Emptied_WhatIsPurgedAfterIsServedByNobody_NorWhatWasOnItsWay()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, two) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Answer("/page", "old");
        await one.AskAsync("/page");
        (await two.AskAsync("/page")).Is("HIT", "old");
        var gate = new Gate();
        all.Origin.Answer("/way", ScriptedAnswer.Ok("old") with { Before = gate });
        var before = two.AskAsync("/way");
        await all.Origin.WhenCalled("/way");

        await all.Redis.AskAsync("FLUSHALL");
        all.Origin.Answer("/page", "new");
        all.Origin.Answer("/way", "new");
        await one.PurgeAsync("page");
        await one.PurgeAsync("way");
        gate.Open();
        await before.Within();

        foreach (var path in new[] { "/page", "/way" })
        {
            Assert.Equal("new", (await two.AskAsync(path).Within()).Text);
            Assert.Equal("new", (await one.AskAsync(path).Within()).Text);
            (await Deadline.Eventually(() => two.AskAsync(path), answer => answer.CacheStatus == "HIT")).Is("HIT", "new");
        }
    }
}
