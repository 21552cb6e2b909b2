using System.Diagnostics;
using System.Globalization;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Telemetry;

/// <summary>A gateway's <c>/metrics</c>, as text and by series.</summary>
internal sealed record MetricsPage(string Type, string Text)
{
    /// <summary>The value of a series, its labels as the page writes them; <see langword="null"/>: there is none.</summary>
    public double? this[string series] =>
        Text.Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture)
            : null;

    public static async Task<MetricsPage> ReadAsync(TestGateway gateway, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.ManagementAddress, "/metrics"));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        return new MetricsPage(response.Content.Headers.ContentType!.ToString(), await response.Content.ReadAsStringAsync());
    }

    /// <summary>Reads until a series has a value.</summary>
    public static Task<MetricsPage> WhenAsync(TestGateway gateway, string series, double value) =>
        Deadline.Eventually(() => ReadAsync(gateway), page => page[series] == value);

    /// <summary>What <c>promtool check metrics</c> says of it; nothing: it is in order.</summary>
    public async Task<string> CheckAsync()
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await promtool.StandardInput.WriteAsync(Text);
        promtool.StandardInput.Close();
        var said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync().Within();
        return promtool.ExitCode == 0 ? said : $"{said} (exit code {promtool.ExitCode})";
    }
}
