using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>What would be done with a request, and why.</summary>
public sealed class ExplainingTests(Chromium chromium) : DashboardTest(chromium)
{
    [Fact]
    public async Task StoredAnswer_IsAHit()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();

        await AskAsync("/trigs/1");

        await Expect(Explained).ToContainTextAsync("Now: hit, because it is stored, fresh");
        await Expect(Explained).ToContainTextAsync("trig:1");
        await Explained.GetByText("All that is known").ClickAsync();
        await Expect(Explained.GetByText("\"now\": \"hit\"")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task RequestThatAsksPastTheCache_IsABypass()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();

        await AskAsync("/trigs/1", "Accept: */*\nCache-Control: no-cache");

        await Expect(Explained).ToContainTextAsync("Now: bypass");
        await Expect(Explained).ToContainTextAsync("no-cache");
    }

    [Fact]
    public async Task PathOfNoRoute_IsABypass()
    {
        await StartAsync();
        await OpenAsync();

        await AskAsync("/elsewhere");

        await Expect(Explained).ToContainTextAsync("Now: bypass");
        await Expect(Explained).ToContainTextAsync("no-route");
    }

    [Fact]
    public async Task WhatIsNoRequest_IsToldItsFaults()
    {
        await StartAsync();
        await OpenAsync();
        Faults.Expect(400);
        await Part("Explain a request").GetByLabel("URL").FillAsync("/trigs/1");

        await Part("Explain a request").GetByLabel("URL").PressAsync("Enter");

        await Expect(Explained).ToContainTextAsync("Failed: $.url");
    }

    private ILocator Explained => Page.Locator("#explained");

    private async Task AskAsync(string path, string? headers = null)
    {
        var form = Part("Explain a request");
        await form.GetByLabel("URL").FillAsync(new Uri(At.Gateway.DataAddress, path).ToString());
        if (headers is not null)
            await form.GetByLabel("Headers").FillAsync(headers);
        await form.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
    }
}
