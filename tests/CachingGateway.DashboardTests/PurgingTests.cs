using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>A purge is seen before it is done, and what came of it after.</summary>
public sealed class PurgingTests(Chromium chromium) : DashboardTest(chromium)
{
    [Theory]
    [InlineData("Tags", "trig:1", "tag:trig:1")]
    [InlineData("Patterns", "trig:1*", "pattern:trig:1*")]
    [InlineData("Keys", "trig:1", "key:trig:1")]
    [InlineData("URLs", "/trigs/1", "url:")]
    public async Task WhatIsNamed_IsPreviewedThenGone(string kind, string target, string told)
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await StoredAsync("/trigs/2");
        await OpenAsync();

        await PreviewAsync(kind, target);
        await Expect(Preview).ToContainTextAsync("1 entry would go.");
        await Expect(Preview.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["trig:1"]);
        Assert.Equal("HIT", (await GetAsync("/trigs/1")).CacheStatus);
        await Confirm.ClickAsync();

        await Expect(Preview).ToContainTextAsync("confirmed by 1 of 1 replicas");
        await Expect(Confirm).ToBeHiddenAsync();
        await Expect(Latest).ToContainTextAsync(told);
        await Expect(Latest).ToContainTextAsync("management:local");
        await Expect(Latest.GetByRole(AriaRole.Cell, new() { Name = "1 of 1", Exact = true })).ToBeVisibleAsync();
        Assert.Equal("MISS", (await GetAsync("/trigs/1")).CacheStatus);
        Assert.Equal("HIT", (await GetAsync("/trigs/2")).CacheStatus);
    }

    [Fact]
    public async Task Everything_NeedsNoNames()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await StoredAsync("/trigs/2");
        await OpenAsync();

        await Part("Purge").GetByLabel("What").SelectOptionAsync("Everything");
        await Expect(Part("Purge").GetByLabel("One a line")).ToBeHiddenAsync();
        await Part("Purge").GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(Preview).ToContainTextAsync("2 entries would go.");
        await Confirm.ClickAsync();

        await Expect(Preview).ToContainTextAsync("Purged");
        Assert.Equal("MISS", (await GetAsync("/trigs/1")).CacheStatus);
    }

    [Fact]
    public async Task PreviewInParts_SaysHowFarItIs_AndAddsThemUp()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();
        var second = new TaskCompletionSource();
        // A part takes a second, and few entries none of it: here the first one says that there is another, which looks at all again.
        await Page.RouteAsync("**/cache/purge", async route =>
        {
            if (!route.Request.PostData!.Contains("\"cursor\":\"\"", StringComparison.Ordinal))
            {
                await second.Task;
                await route.ContinueAsync();
                return;
            }

            var whole = await route.FetchAsync();
            var text = await whole.TextAsync();
            await route.FulfillAsync(new() { Response = whole, Body = text.Replace("\"next\":null", "\"next\":\"m0\"", StringComparison.Ordinal) });
        });

        await PreviewAsync("Tags", "trig:1");
        await Expect(Part("Purge").GetByRole(AriaRole.Progressbar, new() { Name = "Looked through" })).ToHaveJSPropertyAsync("value", 0.99);
        await Expect(Confirm).ToBeHiddenAsync();
        second.SetResult();

        await Expect(Preview).ToContainTextAsync("2 entries would go.");
        await Expect(Preview.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["trig:1"]);
        await Page.UnrouteAllAsync();
    }

    [Fact]
    public async Task WhatTheSweeperFreed_IsToldOfThePurge()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await StoredAsync("/trigs/2");
        await OpenAsync();
        await PreviewAsync("Patterns", "trig:*");
        await Confirm.ClickAsync();
        await Expect(Latest.GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("0");

        await Deadline.Eventually(async () =>
        {
            await FiveSecondsLaterAsync();
            return await Latest.GetByRole(AriaRole.Cell).Last.InnerTextAsync();
        }, swept => swept == "2");
    }

    [Fact]
    public async Task WhatIsTypedSince_IsNotConfirmed()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();
        await PreviewAsync("Tags", "trig:1");
        await Expect(Confirm).ToBeVisibleAsync();

        await Part("Purge").GetByLabel("One a line").PressSequentiallyAsync("23");

        await Expect(Confirm).ToBeHiddenAsync();
        await Expect(Preview).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Cancelled_NothingIsGone()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();
        await PreviewAsync("Tags", "trig:1");

        await Part("Purge").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(Confirm).ToBeHiddenAsync();
        Assert.Equal("HIT", (await GetAsync("/trigs/1")).CacheStatus);
    }

    [Fact]
    public async Task NothingNamed_IsToldSo()
    {
        await StartAsync();
        await OpenAsync();
        Faults.Expect(400);

        await PreviewAsync("Keys", " \n ");

        await Expect(Preview).ToContainTextAsync("Failed: ");
        await Expect(Confirm).ToBeHiddenAsync();
    }

    [Fact]
    public async Task TwoReplicas_AreSeenToConfirm()
    {
        var redis = Keep(await RedisServer.StartAsync());
        await StartAsync(TestSettings.OnRedis(redis));
        var other = Keep(await TestGateway.StartAsync(At.Origin.Address, Policy, TestSettings.OnRedis(redis)));
        await At.Gateway.InStepAsync();
        await other.InStepAsync();
        await OpenAsync();
        await Expect(Part("Store and replicas")).ToContainTextAsync("connected");
        await Expect(Part("Store and replicas").GetByRole(AriaRole.Cell, new() { Name = "live", Exact = true })).ToHaveCountAsync(2);

        await PreviewAsync("Tags", "trig:1");
        await Confirm.ClickAsync();

        await Expect(Latest.GetByRole(AriaRole.Cell, new() { Name = "2 of 2", Exact = true })).ToBeVisibleAsync();
    }

    private ILocator Preview => Page.Locator("#preview");

    private ILocator Confirm => Part("Purge").GetByRole(AriaRole.Button, new() { Name = "Purge now" });

    private ILocator Latest => Part("Latest invalidations").GetByRole(AriaRole.Row).Nth(1);

    private async Task PreviewAsync(string kind, string target)
    {
        await Part("Purge").GetByLabel("What").SelectOptionAsync(kind);
        await Part("Purge").GetByLabel("One a line").FillAsync(target);
        await Part("Purge").GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
    }
}
