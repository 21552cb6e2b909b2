using System.Globalization;
using CachingGateway.TestKit;
using SampleOrigin;
using Xunit;

namespace CachingGateway.AcceptanceTests.Systems;

/// <summary>
/// One of the systems: its sample origin without latencies, and before it the real gateway with the policy that the repository
/// ships for it.
/// </summary>
public abstract class SystemFixture(string policy) : IAsyncLifetime
{
    /// <summary>With what the systems' own webhooks would be signed.</summary>
    protected const string WebhookSecret = "whsec_YWNjZXB0YW5jZSB0ZXN0cyBvbmx5ISEh";

    private SampleOriginServer? _origin;
    private TestGateway? _gateway;

    protected SampleOriginServer Origin => _origin ?? throw new InvalidOperationException("not started");

    /// <summary>Past the gateway: as the system's own writers reach it.</summary>
    protected HttpClient AtOrigin { get; } = new();

    private protected TestGateway Gateway => _gateway ?? throw new InvalidOperationException("not started");

    public virtual async Task InitializeAsync()
    {
        _origin = await SampleOriginServer.StartAsync(new SampleOriginOptions { LatencyScale = 0 });
        AtOrigin.BaseAddress = _origin.Address;
        Environment.SetEnvironmentVariable("WEBHOOK_SECRET", WebhookSecret);
        _gateway = await TestGateway.StartAsync(_origin.Address, await File.ReadAllTextAsync(PolicyFile(policy)));
    }

    public virtual async Task DisposeAsync()
    {
        AtOrigin.Dispose();
        await Gateway.DisposeAsync();
        await Origin.DisposeAsync();
    }

    /// <summary>Fetches twice what nobody asked for before: stored by the first, answered from memory by the second.</summary>
    private protected static async Task<(GatewayResponse Miss, GatewayResponse Hit)> TwiceAsync(Func<Task<GatewayResponse>> ask)
    {
        var (miss, hit) = (await ask(), await ask());
        Assert.Equal((200, "MISS", 200, "HIT"), (miss.Status, miss.CacheStatus, hit.Status, hit.CacheStatus));
        Assert.Contains("stored", miss.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal(miss.Body, hit.Body);
        Assert.Equal(miss.Header("X-Cache-Key"), hit.Header("X-Cache-Key"));
        return (miss, hit);
    }

    /// <summary>The seconds left of an entry that was stored a moment ago; a busy machine makes some of them pass.</summary>
    private protected static void AssertFreshFor(int seconds, GatewayResponse hit) =>
        Assert.InRange(int.Parse(hit.Header("X-Cache-TTL")!, CultureInfo.InvariantCulture), seconds - 20, seconds);

    private static string PolicyFile(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CachingGateway.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("not in a clone"), "config", "systems", name);
    }
}
