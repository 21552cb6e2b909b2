namespace CachingGateway.TestKit;

/// <summary>A scripted origin with the gateway in front of it: a test states only its difference.</summary>
internal sealed class TestEnvironment : IAsyncDisposable
{
    private TestEnvironment(ScriptedOrigin origin, TestGateway gateway) => (Origin, Gateway) = (origin, gateway);

    public ScriptedOrigin Origin { get; }

    public TestGateway Gateway { get; }

    /// <summary>With a policy; by default every path is cached for 5 minutes.</summary>
    public static Task<TestEnvironment> StartAsync(string? policy = null, string? settings = null) =>
        StartAsync(origin => TestGateway.StartAsync(origin.Address, policy ?? TestPolicy.Everything, settings));

    /// <summary>As an operator who gives an origin and nothing else.</summary>
    public static Task<TestEnvironment> StartWithoutPolicyAsync(string? settings = null) =>
        StartAsync(origin => TestGateway.StartAsync(origin.Address, policy: null, settings));

    /// <summary>With a gateway that the test starts in front of the origin.</summary>
    public static async Task<TestEnvironment> StartAsync(Func<ScriptedOrigin, Task<TestGateway>> start)
    {
        var origin = await ScriptedOrigin.StartAsync();
        try
        {
            return new TestEnvironment(origin, await start(origin));
        }
        catch
        {
            await origin.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Origin.DisposeAsync();
    }
}
