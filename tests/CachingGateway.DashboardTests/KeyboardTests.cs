using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>All of it without a mouse.</summary>
public sealed class KeyboardTests(Chromium chromium) : DashboardTest(chromium)
{
    [Fact]
    public async Task Explain_IsReachedAndSubmitted()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();

        await TabToAsync(Part("Explain a request").GetByLabel("URL"));
        await Page.Keyboard.TypeAsync(new Uri(At.Gateway.DataAddress, "/trigs/1").ToString());
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.Locator("#explained")).ToContainTextAsync("Now: hit");
    }

    [Fact]
    public async Task Purge_IsReachedPreviewedAndConfirmed()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();

        await PreviewAsync();
        await TabToAsync(Confirm);
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.Locator("#preview")).ToContainTextAsync("Purged");
        await Expect(Page.Locator("#preview")).ToBeFocusedAsync();
        Assert.Equal("MISS", (await GetAsync("/trigs/1")).CacheStatus);
    }

    [Fact]
    public async Task Escape_TakesTheConfirmationBack()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();
        await PreviewAsync();
        await TabToAsync(Confirm);

        await Page.Keyboard.PressAsync("Escape");

        await Expect(Confirm).ToBeHiddenAsync();
        await Expect(Part("Purge").GetByRole(AriaRole.Button, new() { Name = "Preview" })).ToBeFocusedAsync();
        Assert.Equal("HIT", (await GetAsync("/trigs/1")).CacheStatus);
    }

    private ILocator Confirm => Part("Purge").GetByRole(AriaRole.Button, new() { Name = "Purge now" });

    private async Task PreviewAsync()
    {
        await TabToAsync(Part("Purge").GetByLabel("One a line"));
        await Page.Keyboard.TypeAsync("trig:1");
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Confirm).ToBeVisibleAsync();
    }

    /// <summary>Presses Tab until it is focused; each place on the way has to show that it is.</summary>
    private async Task TabToAsync(ILocator target)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var outline = await Page.EvaluateAsync<string>(
                "(({ outlineStyle, outlineWidth }) => `${outlineStyle} ${outlineWidth}`)(getComputedStyle(document.activeElement))");
            Assert.Equal("solid 3px", outline);
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        Assert.Fail("The keyboard does not come there.");
    }
}
