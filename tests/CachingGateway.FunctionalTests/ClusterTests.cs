using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>What YARP's own settings say of a cluster holds, whichever way a request takes to its forwarder.</summary>
public sealed class ClusterTests
{
    private static readonly string Off = TestPolicy.All("""  "mode": "off"  """);

    [Fact]
    public async Task NewDestination_IsUsedAfterAReload()
    {
        await using var first = await ScriptedOrigin.StartAsync();
        await using var second = await ScriptedOrigin.StartAsync();
        first.Answer("/page", "first");
        second.Answer("/page", "second");
        await using var gateway = await TestGateway.StartAsync(origin: null, Off, Cluster("", first));
        Assert.Equal("first", (await gateway.GetAsync("/page")).Text);

        await gateway.ReplaceSettingsAsync(Cluster("", second));

        await Deadline.Eventually(() => gateway.GetAsync("/page"), response => response.Text == "second");
    }

    [Fact]
    public async Task NewTransforms_HoldAfterAReload()
    {
        await using var origin = await ScriptedOrigin.StartAsync();
        origin.Answer("/page", request => ScriptedAnswer.Ok(request.Header("X-Added") ?? "none"));
        await using var gateway = await TestGateway.StartAsync(origin: null, Off, Cluster("", origin));
        Assert.Equal("none", (await gateway.GetAsync("/page")).Text);

        await gateway.ReplaceSettingsAsync(
            Cluster("", origin).Replace("\"ClusterId\"", """ "Transforms": [{ "RequestHeader": "X-Added", "Set": "added" }], "ClusterId" """, StringComparison.Ordinal));

        await Deadline.Eventually(() => gateway.GetAsync("/page"), response => response.Text == "added");
    }

    [Fact]
    public async Task SeveralDestinations_AreBalanced()
    {
        await using var first = await ScriptedOrigin.StartAsync();
        await using var second = await ScriptedOrigin.StartAsync();
        first.Answer("/page", "first");
        second.Answer("/page", "second");
        await using var gateway = await TestGateway.StartAsync(
            origin: null, Off, Cluster(""" "LoadBalancingPolicy": "RoundRobin", """, first, second));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => gateway.GetAsync("/page")));

        Assert.Equal(2, answers.Count(answer => answer.Text == "first"));
        Assert.Equal(2, answers.Count(answer => answer.Text == "second"));
    }

    [Fact]
    public async Task ActivityTimeout_BreaksOffABodyThatStops()
    {
        await using var origin = RawOrigin.Start((connection, _) => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
        await using var gateway = await TestGateway.StartAsync(
            origin: null, Off, Cluster(""" "HttpRequest": { "ActivityTimeout": "00:00:00.3" }, """, origin.Address));
        using var client = await RawClient.ConnectAsync(gateway.DataAddress);
        await client.SendAsync(gateway.RequestText("GET", "/page"));

        await Expect.BrokenOffAsync(client);
    }

    private static string Cluster(string members, params ScriptedOrigin[] origins) =>
        Cluster(members, [.. origins.Select(origin => origin.Address)]);

    private static string Cluster(string members, params Uri[] destinations) => $$"""
        { "ReverseProxy": {
            "Routes": { "all": { "ClusterId": "all", "Match": { "Path": "{**path}" } } },
            "Clusters": { "all": { {{members}} "Destinations": {
              {{string.Join(", ", destinations.Select((address, i) => $$"""  "d{{i}}": { "Address": "{{address}}" }  """))}} } } } } }
        """;
}
