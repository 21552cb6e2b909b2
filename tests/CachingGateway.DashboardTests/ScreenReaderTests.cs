using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>What the browser tells a screen reader: where things are, what they are called, and what has changed.</summary>
public sealed class ScreenReaderTests(Chromium chromium) : DashboardTest(chromium)
{
    private static readonly string[] Parts =
    [
        "Now", "The last half hour", "Routes", "Hottest keys", "Latest invalidations", "Store and replicas", "Policy", "Explain a request",
        "Purge",
    ];

    [Fact]
    public async Task LandmarksAndHeadings_NameEveryPart()
    {
        await StartAsync();
        await OpenAsync();

        await Expect(Page.GetByRole(AriaRole.Banner)).ToHaveCountAsync(1);
        await Expect(Page.GetByRole(AriaRole.Main)).ToHaveCountAsync(1);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(["CachingGateway"]);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(Parts);
        foreach (var part in Parts)
            await Expect(Part(part)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Tables_HaveHeaders()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();

        await IsTableAsync(
            "Routes", "trig",
            "Route", "Requests", "Hit ratio", "Hits", "Misses", "Stale", "Bypass", "Errors", "Hit p99 ms", "Origin p99 ms");
        await IsTableAsync("Hottest keys", "trig:1", "Key", "Route", "Hits", "Bytes");
    }

    [Fact]
    public async Task EveryInput_HasAName()
    {
        await StartAsync();
        await OpenAsync();

        var inputs = await Page.Locator("input, select, textarea, button").Filter(new() { Visible = true }).AllAsync();
        Assert.True(inputs.Count >= 7);
        foreach (var input in inputs)
            await Expect(input).ToHaveAccessibleNameAsync(new Regex("\\w", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task WhatIsAnswered_IsALiveRegion()
    {
        await StartAsync();
        await OpenAsync();

        // These two roles are live of themselves (WAI-ARIA 1.2).
        await Expect(Page.Locator("#connection")).ToHaveRoleAsync(AriaRole.Status);
        await Expect(Page.Locator("#token-result")).ToHaveRoleAsync(AriaRole.Alert);
        await Expect(Page.Locator("#explained")).ToHaveAttributeAsync("aria-live", "polite");
        await Expect(Page.Locator("#preview")).ToHaveAttributeAsync("aria-live", "polite");
    }

    private async Task IsTableAsync(string part, string first, params string[] columns)
    {
        await Expect(Part(part).GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(columns);
        await Expect(Part(part).GetByRole(AriaRole.Rowheader)).ToHaveTextAsync([first]);
    }
}
