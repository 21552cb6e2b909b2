using CachingGateway.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>
/// One real browser, and one tab in it, for all tests: opening one costs more than most tests do. Each has a gateway of its own, so an
/// address of its own; what a page keeps is kept by address.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;

    private IBrowser? _browser;

    /// <summary>The tab. Its clock can be put forward.</summary>
    public IPage Page { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Deadline.Default.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        // In a container there is seldom a user namespace for the sandbox, and the only pages seen are the gateway's own.
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Find("chromium"),
            Args = ["--no-sandbox", "--disable-gpu"],
        });
        Page = await _browser.NewPageAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Page.SetDefaultTimeout((float)Deadline.Default.TotalMilliseconds);
        await Page.Clock.InstallAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string Find(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{command} is not on the PATH; on Debian: apt-get install {command}.");
}

/// <summary>The tests that share the browser.</summary>
[CollectionDefinition(nameof(InBrowser))]
public sealed class InBrowser : ICollectionFixture<Chromium>;
