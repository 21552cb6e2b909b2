namespace CachingGateway.Hosting;

/// <summary>One gateway: its listeners, its pipeline and its state, from command-line arguments. Tests start it in their own process.</summary>
internal sealed class GatewayApplication : IAsyncDisposable
{
    /// <summary>Builds and starts a gateway as <c>serve</c> does; the arguments are those of the command line.</summary>
    /// <exception cref="StartException">The settings or the policy cannot work; its message names every fault.</exception>
    public static Task<GatewayApplication> StartAsync(string[] args) => throw new NotSupportedException("scaffold");

    /// <summary>Where clients are answered, with the ports that were bound: <c>http://127.0.0.1:40123</c>.</summary>
    public IReadOnlyList<Uri> DataAddresses { get; } = [];

    /// <summary>Where operators are answered.</summary>
    public IReadOnlyList<Uri> ManagementAddresses { get; } = [];

    /// <summary>The whole command line: 0 fine, 1 failed, 2 wrong usage.</summary>
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length < 0 ? 1 : 0);

    /// <summary>Unready first, then requests in flight finish, then the listeners close.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A start that cannot work.</summary>
internal sealed class StartException(string message) : Exception(message);
