using CachingGateway.Management.Access;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>Where tokens are configured the page asks for one, and says what a token lacks.</summary>
public sealed class TokenTests(Chromium chromium) : DashboardTest(chromium)
{
    private static string Settings { get; } = $$"""
        { "Gateway": { "Management": { "Tokens": {
          "reader": { "Hash": "{{HashOf("may-read")}}", "Scopes": "cache:read" },
          "retirer": { "Hash": "{{HashOf("may-purge")}}", "Scopes": "cache:invalidate" },
          "both": { "Hash": "{{HashOf("may-both")}}", "Scopes": "cache:read cache:invalidate" } } } } }
        """;

    [Fact]
    public async Task WithoutToken_NothingIsShown()
    {
        await OpenWithTokensAsync();

        await Expect(Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("A token is needed");
        await Expect(Token).ToBeFocusedAsync();
        await Expect(Part("Now")).ToBeHiddenAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToBeEmptyAsync();
    }

    [Fact]
    public async Task WrongToken_IsToldSo_AndTheRightOneStillWorks()
    {
        await OpenWithTokensAsync();
        // Ten wrong ones in a minute lock an address out: one that is typed is to count as one.
        for (var i = 0; i < 9; i++)
        {
            await SignInAsync("wrong");
            await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Nobody has this token.");
        }

        await SignInAsync("may-both");

        await Expect(Part("Now")).ToBeVisibleAsync();
        await Expect(Token).ToBeHiddenAsync();
        await Expect(Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Connected");
    }

    [Fact]
    public async Task TokenThatMayNotLook_IsToldWhatItLacks()
    {
        await OpenWithTokensAsync();
        Faults.Expect(403);

        await SignInAsync("may-purge");

        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("cache:read");
        await Expect(Token).ToBeVisibleAsync();
    }

    [Fact]
    public async Task TokenThatMayOnlyLook_IsToldWhatItLacks_AndGivesWayToAnother()
    {
        await OpenWithTokensAsync();
        await StoredAsync("/trigs/1");
        Faults.Expect(403);
        await SignInAsync("may-read");

        await PurgeAsync();
        await Expect(Page.Locator("#preview")).ToContainTextAsync("cache:invalidate");
        Assert.Equal("HIT", (await GetAsync("/trigs/1")).CacheStatus);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Use another token" }).ClickAsync();
        await SignInAsync("may-both");
        await PurgeAsync();
        await Expect(Page.Locator("#preview")).ToContainTextAsync("Purged");
        Assert.Equal("MISS", (await GetAsync("/trigs/1")).CacheStatus);
    }

    [Fact]
    public async Task Token_OutlivesAReload_AndIsInNoAddress()
    {
        await OpenWithTokensAsync();
        await SignInAsync("may-read");
        await Expect(Part("Now")).ToBeVisibleAsync();

        await Page.ReloadAsync();

        await Expect(Part("Now")).ToBeVisibleAsync();
        Assert.DoesNotContain("may-read", Page.Url, StringComparison.Ordinal);
        Assert.Empty(await Page.Context.CookiesAsync());
    }

    private ILocator Token => Page.GetByLabel("Management token");

    private static string HashOf(string token) => TokenHash.Write(TokenHash.Of(token));

    private async Task OpenWithTokensAsync()
    {
        await StartAsync(Settings);
        Faults.Expect(401);
        await OpenAsync();
    }

    private async Task SignInAsync(string token)
    {
        // The form is emptied when it is taken; until it is refused there is nothing to read in the alert.
        await Expect(Token).ToHaveValueAsync("");
        await Token.FillAsync(token);
        var answered = Page.WaitForResponseAsync(answer => answer.Url.EndsWith("/cache/stats", StringComparison.Ordinal));
        await Token.PressAsync("Enter");
        await answered;
    }

    private async Task PurgeAsync()
    {
        var purge = Part("Purge");
        await purge.GetByLabel("One a line").FillAsync("trig:1");
        await purge.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await purge.GetByRole(AriaRole.Button, new() { Name = "Purge now" }).ClickAsync();
    }
}
