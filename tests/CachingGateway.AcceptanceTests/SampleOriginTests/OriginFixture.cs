using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SampleOrigin;
using Xunit;

namespace CachingGateway.AcceptanceTests.SampleOriginTests;

/// <summary>A sample origin without latencies and a client of it, new for each test.</summary>
public abstract class OriginFixture : IAsyncLifetime
{
    private SampleOriginServer? _origin;

    protected SampleOriginServer Origin => _origin ?? throw new InvalidOperationException("not started");

    protected HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        _origin = await SampleOriginServer.StartAsync(new SampleOriginOptions { LatencyScale = 0 });
        Client.BaseAddress = _origin.Address;
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Origin.DisposeAsync();
    }

    protected async Task<JsonNode> GetAsync(string path)
    {
        var json = await Client.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative));
        return json ?? throw new InvalidOperationException($"{path} answered null");
    }

    protected static async Task<JsonNode> JsonOf(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonNode>() ?? throw new InvalidOperationException("null was answered");

    protected static long OriginVersion(HttpResponseMessage response) =>
        long.Parse(response.Headers.GetValues("X-Origin-Version").Single());
}
