using System.Text;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>What others may have done to the values in Redis: a miss, and never an error or a wrong body.</summary>
public sealed class DamagedValuesTests(ReplicasFixture fixture) : IClassFixture<ReplicasFixture>
{
    private readonly GatewayReplicas _all = fixture.All;

    [Theory]
    [InlineData("body flipped")]
    [InlineData("head flipped")]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("longer")]
    [InlineData("version")]
    [InlineData("another key's")]
    [InlineData("no expiry")]
    [InlineData("list")]
    [InlineData("text")]
    [InlineData("fence of no generation")]
    public async Task DamagedEntry_IsAMissOfTheOtherGateway_AndThenStoredAnew(string damage)
    {
        var path = "/" + damage.Replace(' ', '-').Replace("'", "", StringComparison.Ordinal);
        _all.Origin.Answer(path, "the right body");
        var another = await StoreAsync(path + "/another");
        var at = await StoreAsync(path);
        await DamageAsync(at, another, damage);

        (await _all.Gateways[1].AskAsync(path)).Is("MISS", "the right body");

        Assert.Equal(2, _all.Origin.Calls(path));
        (await _all.Gateways[0].AskAsync(path)).Is("HIT", "the right body");
        (await _all.Gateways[1].AskAsync(path)).Is("HIT", "the right body");
    }

    [Theory]
    [InlineData("SET", "somebody else's")]
    [InlineData("SET", "0123456789abcdef0123456789abcdef 1.1")]
    [InlineData("RPUSH", "a list")]
    public async Task WhatStandsInTheWayOfALease_HoldsNobodyUp(string command, string value)
    {
        var path = "/lease/" + value.Length;
        var gate = new Gate();
        _all.Origin.Answer(path, ScriptedAnswer.Ok("body") with { Before = gate });
        var before = await KeysAsync("cg:f:*");
        var first = _all.Gateways[0].AskAsync(path);
        await _all.Origin.WhenCalled(path);
        var lease = Assert.Single((await KeysAsync("cg:f:*")).Except(before));
        await _all.Redis.AskAsync("DEL", lease);
        await _all.Redis.AskAsync(command, lease, value);
        _all.Origin.Answer(path, "body");

        (await _all.Gateways[1].AskAsync(path).Within()).Is("MISS", "body");

        gate.Open();
        (await first.Within()).Is("MISS", "body");
        await _all.Redis.AskAsync("DEL", lease);
    }

    /// <summary>Asks the first gateway, and returns under which key the answer stands in Redis.</summary>
    private async Task<string> StoreAsync(string path)
    {
        var before = await KeysAsync("cg:e:*");
        _all.Origin.Answer(path, path.EndsWith("another", StringComparison.Ordinal) ? "another body" : "the right body");
        Assert.Equal("MISS", (await _all.Gateways[0].AskAsync(path)).CacheStatus);
        return Assert.Single(await Deadline.Eventually(async () => (await KeysAsync("cg:e:*")).Except(before).ToArray(), keys => keys.Length > 0));
    }

    private async Task<string[]> KeysAsync(string pattern) =>
        [.. (await _all.Redis.AskAsync("KEYS", pattern)).Items.Select(key => key.Text!)];

    private async Task DamageAsync(string at, string another, string damage)
    {
        using var talk = await _all.Redis.OpenAsync();
        var bytes = (await talk.AskAsync("GET", at)).Bytes!;
        var damaged = damage switch
        {
            "body flipped" => Flipped(bytes, bytes.Length - 3),
            "head flipped" => Flipped(bytes, 90),
            "cut" => bytes[..^1],
            "empty" => [],
            "longer" => [.. bytes, 0],
            "version" => Flipped(bytes, 3),
            "another key's" => (await talk.AskAsync("GET", another)).Bytes!,
            "text" => Encoding.ASCII.GetBytes("not an entry"),
            "fence of no generation" => [.. bytes[..4], .. new byte[8], .. bytes[12..]],
            _ => bytes,
        };
        if (damage == "list")
        {
            await talk.AskAsync("DEL", at);
            await talk.AskAsync("RPUSH", at, "a", "b");
            return;
        }

        string[] expiry = damage == "no expiry" ? [] : ["PX", "3600000"];
        Assert.Equal("OK", (await talk.AskAsync([
            Encoding.ASCII.GetBytes("SET"), Encoding.ASCII.GetBytes(at), damaged, .. expiry.Select(Encoding.ASCII.GetBytes)])).Text);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[at] ^= 0x10;
        return flipped;
    }
}
