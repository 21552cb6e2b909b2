using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using CachingGateway.TestKit.Telemetry;
using Xunit;

namespace CachingGateway.FunctionalTests.Telemetry;

public class EnvironmentTests
{
    [Fact]
    public async Task VariablesOfTheEnvironment_SwitchTheExportOn_AndNothingIsLostAtTheEnd()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var origin = await ScriptedOrigin.StartAsync();
        origin.Answer("/a", "x");
        var (data, management) = ($"http://127.0.0.1:{ServerPorts.Free()}", $"http://127.0.0.1:{ServerPorts.Free()}");
        await using var process = ServerProcess.Start("env",
        [
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_SERVICE_NAME=edge",
            "dotnet", Path.Combine(AppContext.BaseDirectory, "CachingGateway.dll"),
            "--origin", origin.Address.ToString(), "--urls", data, "--management-urls", management,
        ]);
        using var client = new HttpClient(TestGateway.NewHandler()) { Timeout = Deadline.Default };
        await Deadline.Eventually(() => TryGetAsync(client, $"{management}/health/live"), isThere => isThere);

        Assert.True(await TryGetAsync(client, $"{data}/a"));
        process.Send(PosixSignalNumber.Terminate);
        await process.EndedAsync();

        Assert.Contains(collector.Spans, span => span is { Service: "edge", Kind: 2 } && span["url.path"] == "/a");
        Assert.Contains("caching_gateway.requests", collector.Metrics);
    }

    private static async Task<bool> TryGetAsync(HttpClient client, string url)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(url));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
