using CachingGateway.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>What clients and the origin choose is text in the page, whatever it looks like.</summary>
public sealed class MarkupTests(Chromium chromium) : DashboardTest(chromium)
{
    [Theory]
    [InlineData("<img src=x onerror=\"window.ran=1\">")]
    [InlineData("<script src=data:,window.ran=1>")]
    [InlineData("\"><svg onload=window.ran=1>")]
    public async Task Markup_IsShownAndDoesNothing(string markup)
    {
        await StartAsync();
        var path = "/trigs/" + Uri.EscapeDataString(markup);
        At.Origin.Fallback = _ => ScriptedAnswer.Ok(markup, ("X-Of-The-Origin", markup));
        await StoredAsync(path);
        await OpenAsync();
        await Expect(Part("Hottest keys")).ToContainTextAsync("trig:");

        await Part("Explain a request").GetByLabel("URL").FillAsync(At.Gateway.DataAddress.GetLeftPart(UriPartial.Authority) + path);
        await Part("Explain a request").GetByLabel("Headers").FillAsync($"Accept: */*\nX-Of-The-Client: {markup}");
        await Part("Explain a request").GetByRole(AriaRole.Button).ClickAsync();
        await Page.GetByText("All that is known").ClickAsync();
        await Expect(Part("Explain a request").Locator("pre"))
            .ToContainTextAsync("X-Of-The-Origin: " + markup.Replace("\"", "\\\"", StringComparison.Ordinal));
        await Part("Purge").GetByLabel("One a line").FillAsync(markup);
        await Part("Purge").GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Part("Purge").GetByRole(AriaRole.Button, new() { Name = "Purge now" }).ClickAsync();

        await Expect(Part("Latest invalidations")).ToContainTextAsync($"tag:{markup}");
        await Expect(Page.Locator("img, body script, svg[onload]")).ToHaveCountAsync(0);
        Assert.False(await Page.EvaluateAsync<bool>("'ran' in window"));
    }

    [Fact]
    public async Task ScriptOfTheMarkup_WouldBeRefusedByThePolicyToo()
    {
        await StartAsync();
        await OpenAsync();

        // Put in by hand, as a fault of the page would: the second wall holds, and says so in the console.
        await Page.EvaluateAsync("document.body.insertAdjacentHTML('beforeend', '<b onclick=\"window.ran=1\">press</b>')");
        await Page.GetByText("press").ClickAsync();

        Assert.False(await Page.EvaluateAsync<bool>("'ran' in window"));
        Assert.Contains(Faults.Take(), line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
