using CachingGateway.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>
/// A gateway and its dashboard in the browser, as one person sees it. At the end of each test nothing may have gone wrong in the page.
/// </summary>
[Collection(nameof(InBrowser))]
public abstract class DashboardTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _opened = [];

    /// <summary>A route with names that tell what they are of.</summary>
    private protected static string Policy { get; } = TestPolicy.Route("""
        { "name": "trig", "match": { "path": ["/trigs/{id}"] }, "key": { "template": "trig:{id}" }, "ttl": "1h", "tags": ["trig:{id}"] }
        """);

    private protected PageFaults Faults { get; } = new();

    /// <summary>The browser's tab.</summary>
    protected IPage Page => chromium.Page;

    private protected TestEnvironment At { get; private set; } = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Faults.Unwatch(Page);
        // It asks no more of a gateway that is about to go.
        await Page.GotoAsync("about:blank");
        for (var i = _opened.Count - 1; i >= 0; i--)
            await _opened[i].DisposeAsync();
        Assert.Empty(Faults.Seen);
    }

    private protected async Task StartAsync(string? settings = null)
    {
        At = Keep(await TestEnvironment.StartAsync(Policy, settings));
        At.Origin.Fallback = request => ScriptedAnswer.Ok($"the answer to {request.Target}");
    }

    private protected T Keep<T>(T opened)
        where T : IAsyncDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    /// <summary>Opens the dashboard in a window of that size; returns when it is connected, or asks for a token.</summary>
    private protected async Task OpenAsync(int width = 1400, ColorScheme scheme = ColorScheme.Light)
    {
        await Page.SetViewportSizeAsync(width, height: 1000);
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        Faults.Watch(Page);
        await Page.GotoAsync(At.Gateway.ManagementAddress.ToString());
        await Expect(Page.GetByRole(AriaRole.Status)).Not.ToHaveTextAsync("Connecting …");
    }

    /// <summary>
    /// The page's own clock comes to when it asks again. Should it be asking just now, it will at its usual time: its clock goes on.
    /// </summary>
    protected Task FiveSecondsLaterAsync() => Page.Clock.FastForwardAsync("00:05");

    /// <summary>Asks for a path until it is answered from the store.</summary>
    private protected Task StoredAsync(string path) => Deadline.Eventually(() => GetAsync(path), answer => answer.CacheStatus == "HIT");

    /// <summary>Asks as the form on the page does of itself.</summary>
    private protected Task<GatewayResponse> GetAsync(string path) => At.Gateway.GetAsync(path, ("Accept", "*/*"));

    protected static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);

    /// <summary>A part of the page, by its heading.</summary>
    protected ILocator Part(string heading) => Page.GetByRole(AriaRole.Region, new() { Name = heading, Exact = true });

    /// <summary>A row of a part's table, by its first cell.</summary>
    protected ILocator Row(string part, string first) =>
        Part(part).GetByRole(AriaRole.Row).Filter(new() { Has = Page.GetByRole(AriaRole.Rowheader, new() { Name = first, Exact = true }) });

    /// <summary>The figure below a term, such as <c>Hits</c>.</summary>
    protected ILocator Figure(string term) =>
        Part("Now").Locator("div").Filter(new() { Has = Page.GetByRole(AriaRole.Term).GetByText(term, new() { Exact = true }) })
            .Locator("dd");
}
