using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Events;

public sealed class EventListenerTests
{
    private static readonly string Policy = $$"""
        { "routes": [], "events": { "sources": { "shop": { "scheme": "standard-webhooks", "secrets": ["{{EventsHost.Secret}}"] } } } }
        """;

    private const string WithEvents = """{ "Kestrel": { "Endpoints": { "EventsOnly": { "Url": "http://127.0.0.1:0" } } } }""";

    [Fact]
    public async Task DataListener_KnowsNoEvents()
    {
        await using var environment = await TestEnvironment.StartAsync(Policy);
        environment.Origin.Answer("/events/shop", "the origin's own");

        var answer = await environment.Gateway.PostAsync("/events/shop", "{}");

        Assert.Equal((200, "the origin's own"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task ManagementListener_TakesEventsOfAnybodyWhoSigns()
    {
        await using var environment = await TestEnvironment.StartAsync(Policy);

        var unsigned = await PostAsync(environment.Gateway.ManagementAddress, "/events/shop");
        var unknown = await PostAsync(environment.Gateway.ManagementAddress, "/events/none");

        Assert.Equal((401, 404), (unsigned, unknown));
    }

    [Fact]
    public async Task ListenerForEvents_AnswersThemAndTheProbeOfLifeAlone()
    {
        await using var environment = await TestEnvironment.StartAsync(Policy, WithEvents);
        environment.Origin.Answer("/a", "a");
        var address = environment.Gateway.EventsAddress;

        Assert.Equal(401, await PostAsync(address, "/events/shop"));
        Assert.Equal(200, await GetAsync(address, "/health/live"));
        Assert.Equal(404, await GetAsync(address, "/health/ready"));
        Assert.Equal(404, await GetAsync(address, "/a"));
        Assert.Equal(404, await GetAsync(address, "/"));
        Assert.Equal(200, (await environment.Gateway.GetAsync("/a")).Status);
        Assert.NotEqual(address, environment.Gateway.DataAddress);
    }

    private static async Task<int> GetAsync(Uri address, string path) =>
        (await RawClient.ExchangeAsync(address, $"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n")).Status;

    private static async Task<int> PostAsync(Uri address, string path) => (await RawClient.ExchangeAsync(
        address, $"POST {path} HTTP/1.1\r\nHost: anybody.example.org\r\nContent-Length: 2\r\n\r\n{{}}", "POST")).Status;
}
