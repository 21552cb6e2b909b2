using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>The gateway as an operator starts it who gives it an origin and nothing else.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ServerProcess _process;

    private Gateway(ServerProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Gateway> StartAsync(Uri origin)
    {
        var data = new Uri($"http://127.0.0.1:{ServerPorts.Free()}");
        var management = new Uri($"http://127.0.0.1:{ServerPorts.Free()}");
        var process = ServerProcess.Start(Dotnet,
        [
            Path.Combine(AppContext.BaseDirectory, "CachingGateway.dll"),
            "--origin", origin.ToString(), "--urls", data.ToString(), "--management-urls", management.ToString(),
        ]);
        var gateway = new Gateway(process, data);
        await Deadline.Eventually(() => gateway.AnswersAsync(management), static answers => answers, StartLimit);
        return gateway;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // The very one that runs the tests, where it is one that runs assemblies.
    private static string Dotnet =>
        Environment.ProcessPath is { } own && Path.GetFileName(own) == "dotnet" ? own : "dotnet";

    private async Task<bool> AnswersAsync(Uri management)
    {
        if (_process.HasEnded)
            throw new InvalidOperationException($"The gateway has ended:\n{_process.Output}");
        try
        {
            using var client = new HttpClient();
            using var response = await client.GetAsync(new Uri(management, "/health/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
