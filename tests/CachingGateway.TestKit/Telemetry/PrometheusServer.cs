using System.Text.Json;
using CachingGateway.TestKit.Redis;

namespace CachingGateway.TestKit.Telemetry;

/// <summary>A real Prometheus that scrapes one gateway four times a second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("prometheus-test-");
    private readonly HttpClient _client;
    private readonly ServerProcess _process;

    private PrometheusServer(Uri target)
    {
        var (port, configuration) = (ServerPorts.Free(), Path.Combine(_files.FullName, "prometheus.yml"));
        File.WriteAllText(configuration, $$"""
            global: { scrape_interval: 250ms }
            scrape_configs: [ { job_name: gateway, static_configs: [ { targets: [ "{{target.Authority}}" ] } ] } ]
            """);
        _process = ServerProcess.Start(
            "prometheus",
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(_files.FullName, "data")}",
                $"--web.listen-address=127.0.0.1:{port}",
            ]);
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Deadline.Default };
    }

    public string Output => _process.Output;

    /// <summary>Begins to scrape; it may take a while until there is something to ask for.</summary>
    public static PrometheusServer Start(Uri target) => new(target);

    /// <summary>Asks until the one value of a query satisfies.</summary>
    public Task<double?> QueryAsync(string query, Func<double?, bool> satisfies) =>
        Deadline.Eventually(() => QueryAsync(query), satisfies);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _files.Delete(recursive: true);
    }

    private async Task<double?> QueryAsync(string query)
    {
        try
        {
            using var answer = JsonDocument.Parse(await _client.GetStringAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}"));
            var results = answer.RootElement.GetProperty("data").GetProperty("result");
            return results.GetArrayLength() == 1
                ? double.Parse(results[0].GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture)
                : null;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return null;
        }
    }
}
