using CachingGateway.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>Wide screens and telephones, in the light and in the dark. The pictures stay beside the tests, to be looked at.</summary>
public sealed class LayoutTests(Chromium chromium) : DashboardTest(chromium)
{
    private const int Wide = 1400;
    private const int Narrow = 375;

    private static readonly string[] Texts =
    [
        "h1", "h2", "#connection", "dt", "dd", "th[scope=col]", "th[scope=row]", "td", "label", "input", "select", "form > button",
        "#confirm", "#cancel",
    ];

    private static string Pictures => Path.Combine(AppContext.BaseDirectory, "pictures");

    [Theory]
    [InlineData(Wide, ColorScheme.Light, "wide-light")]
    [InlineData(Wide, ColorScheme.Dark, "wide-dark")]
    [InlineData(Narrow, ColorScheme.Light, "narrow-light")]
    [InlineData(Narrow, ColorScheme.Dark, "narrow-dark")]
    public async Task Page_FitsTheScreen(int width, ColorScheme scheme, string picture)
    {
        await StartAsync();
        var longName = new string('n', 300);
        await StoredAsync("/trigs/1");
        await StoredAsync("/trigs/2");
        await StoredAsync($"/trigs/{longName}");
        await OpenAsync(width, scheme: scheme);
        await ActAsync(longName);

        Assert.Equal(width, await Page.EvaluateAsync<int>("innerWidth"));
        Assert.InRange(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);

        await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, picture + ".png"), FullPage = true });
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_StandsOutFromWhatIsBehindIt(ColorScheme scheme)
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await StoredAsync("/trigs/2");
        await StoredAsync("/trigs/3");
        await OpenAsync(scheme: scheme);
        await ActAsync("3");

        foreach (var text in Texts)
            Assert.True(await Colours.ContrastAsync(Page.Locator(text).And(Page.Locator(":visible")).First) >= Colours.LeastContrast, text);
    }

    [Fact]
    public async Task Dark_IsDark()
    {
        await StartAsync();
        await OpenAsync(scheme: ColorScheme.Light);
        var light = await Colours.BehindAsync(Page.Locator("main"));
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await Colours.BehindAsync(Page.Locator("main"));

        Assert.InRange(light, 0.8, 1);
        Assert.InRange(dark, 0, 0.05);
    }

    /// <summary>Has every part show something: an explanation, a purge in the ledger, a preview.</summary>
    private async Task ActAsync(string name)
    {
        await Part("Explain a request").GetByLabel("URL").FillAsync(new Uri(At.Gateway.DataAddress, "/trigs/1").ToString());
        await Part("Explain a request").GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
        await Expect(Part("Explain a request").GetByText("Now: hit")).ToBeVisibleAsync();
        var purge = Part("Purge");
        await purge.GetByLabel("One a line").FillAsync("trig:2");
        await purge.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await purge.GetByRole(AriaRole.Button, new() { Name = "Purge now" }).ClickAsync();
        await Expect(Part("Latest invalidations").GetByText("tag:trig:2")).ToBeVisibleAsync();
        await purge.GetByLabel("One a line").FillAsync("trig:1\ntrig:" + name);
        await purge.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(purge.GetByText("2 entries would go.")).ToBeVisibleAsync();
    }
}
