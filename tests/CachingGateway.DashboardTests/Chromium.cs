using CachingGateway.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>One real browser for all tests; each has a context of its own in it, which shares nothing with the others.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Deadline.Default.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        // In a container there is seldom a user namespace for the sandbox, and the only pages seen are the gateway's own.
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find("chromium"), Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
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
