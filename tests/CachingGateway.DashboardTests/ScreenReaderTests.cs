using Microsoft.Playwright;
using System.Text.RegularExpressions;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>What the browser tells a screen reader: where things are, what they are called, and what has changed.</summary>
public sealed class ScreenReaderTests(Chromium chromium) : DashboardTest(chromium)
{
    private static readonly string[] Parts =
    [
        "Now", "The last half hour", "Routes", "Hottest keys", "Latest invalidations", "Store and replicas", "Policy", "Explain a request", "Purge",
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

    [Theory]
    [InlineData("Routes", "trig", "Route", "Requests", "Hit ratio", "Hits", "Misses", "Stale", "Bypass", "Errors", "Hit p99 ms", "Origin p99 ms")]
    [InlineData("Hottest keys", "trig:1", "Key", "Route", "Hits", "Bytes")]
    public async Task Tables_HaveHeaders(string part, string first, params string[] columns)
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();

        await Expect(Part(part).GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(columns);
        await Expect(Part(part).GetByRole(AriaRole.Rowheader)).ToHaveTextAsync([first]);
    }

    [Fact]
    public async Task EveryInput_HasAName()
    {
        await StartAsync();
        await OpenAsync();

        var inputs = await Page.Locator("input, select, textarea, button").AllAsync();
        Assert.True(inputs.Count >= 10);
        foreach (var input in inputs)
            await Expect(input).ToHaveAccessibleNameAsync(new Regex("\\w", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("#connection", "status")]
    [InlineData("#token-result", "alert")]
    [InlineData("#explained", null)]
    [InlineData("#preview", null)]
    public async Task WhatIsAnswered_IsALiveRegion(string place, string? role)
    {
        await StartAsync();
        await OpenAsync();

        // Both roles are live of themselves (WAI-ARIA 1.2).
        await Expect(Page.Locator(place)).ToHaveAttributeAsync(role is null ? "aria-live" : "role", role ?? "polite");
    }
}
