using CachingGateway.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace CachingGateway.DashboardTests;

/// <summary>What the gateway does is seen without anybody asking again.</summary>
public sealed class UpdatingTests(Chromium chromium) : DashboardTest(chromium)
{
    [Fact]
    public async Task MissAndHit_AreSeenWithoutReload()
    {
        await StartAsync();
        await OpenAsync();
        await Expect(Figure("Requests")).ToHaveTextAsync("0");
        await Expect(Part("Hottest keys")).ToContainTextAsync("None yet.");
        await Page.EvaluateAsync("window.sameDocument = true");

        Assert.Equal("MISS", (await GetAsync("/trigs/1")).CacheStatus);
        await Expect(Figure("Misses")).ToHaveTextAsync("1");
        await Expect(Figure("Hits")).ToHaveTextAsync("0");

        Assert.Equal("HIT", (await GetAsync("/trigs/1")).CacheStatus);
        await FiveSecondsLaterAsync();
        await Expect(Figure("Hits")).ToHaveTextAsync("1");
        await Expect(Figure("Requests")).ToHaveTextAsync("2");
        await Expect(Figure("Hit ratio")).ToHaveTextAsync("50 %");
        await Expect(Figure("Keys")).ToHaveTextAsync("1");
        await Expect(Row("Routes", "trig").GetByRole(AriaRole.Cell)).ToContainTextAsync(["2", "50 %", "1", "1", "0", "0", "0"]);
        await Expect(Row("Hottest keys", "trig:1").GetByRole(AriaRole.Cell)).ToContainTextAsync(["trig", "1"]);
        await Expect(Part("The last half hour")).ToContainTextAsync("2 requests in all");
        Assert.True(await Page.EvaluateAsync<bool>("window.sameDocument"));
    }

    [Fact]
    public async Task WhatStaysAsItWas_KeepsWhatAPersonMarked()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();
        await Row("Hottest keys", "trig:1").GetByRole(AriaRole.Rowheader).EvaluateAsync("cell => getSelection().selectAllChildren(cell)");

        await GetAsync("/of-no-route");
        await FiveSecondsLaterAsync();
        await Expect(Figure("Requests")).ToHaveTextAsync("3");

        Assert.Equal("trig:1", await Page.EvaluateAsync<string>("String(getSelection())"));
    }

    [Fact]
    public async Task RefusedPolicy_IsShownWithItsFaults()
    {
        await StartAsync();
        await OpenAsync();
        await Expect(Part("Policy")).ToContainTextAsync("in force");

        await At.Gateway.ReplacePolicyAsync(Policy.Replace("\"1h\"", "\"an hour\"", StringComparison.Ordinal));

        await Expect(Part("Policy")).ToContainTextAsync("REFUSED, the old one serves on");
        await Expect(Part("Policy").GetByRole(AriaRole.Listitem)).ToContainTextAsync(["an hour"]);
    }

    [Fact]
    public async Task GatewayThatIsGone_IsSaid_AndItsFiguresStay()
    {
        await StartAsync();
        await StoredAsync("/trigs/1");
        await OpenAsync();
        Faults.ExpectSilence = true;

        await At.Gateway.StopAsync();
        await FiveSecondsLaterAsync();

        await Expect(Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The gateway is out of reach; figures are old.");
        await Expect(Figure("Hits")).ToHaveTextAsync("1");
    }
}
