using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Bytes, statuses and methods that are unusual and allowed pass unchanged.</summary>
public sealed class HeadersFidelityTests
{
    /// <summary>Every byte from 0xA0 on, as Latin-1.</summary>
    private static readonly string HighBytes = string.Concat(Enumerable.Range(0xA0, 0x60).Select(c => (char)c));

    [Theory]
    [InlineData("cache")]
    [InlineData("off")]
    public async Task Latin1Header_PassesBothWays(string mode)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All($$"""
            "mode": "{{mode}}", "forward": { "headers": ["X-Sent"] }
            """));
        at.Origin.Answer("/page", "x", ("X-Answered", HighBytes));

        for (var i = 0; i < 2; i++)
            Assert.Equal(HighBytes, (await at.Gateway.GetRawAsync("/page", $"X-Sent: {HighBytes}")).Header("X-Answered"));
        Assert.Equal(HighBytes, at.Origin.Received("/page")[0].Header("X-Sent"));
    }

    [Fact]
    public async Task Utf8HeaderBytes_PassUnchanged()
    {
        await using var at = await TestEnvironment.StartAsync();
        const string utf8AsLatin1 = "na\u00c3\u00afve \u00e2\u0082\u00ac";
        at.Origin.Answer("/page", "x", ("X-Answered", utf8AsLatin1));

        for (var i = 0; i < 2; i++)
            Assert.Equal(utf8AsLatin1, (await at.Gateway.GetRawAsync("/page")).Header("X-Answered"));
    }

    [Fact]
    public async Task KeyedLatin1Values_AreToldApartByTheirBytes()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "key": { "headers": ["X-Sent"] }  """));
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok($"{(int)r.Header("X-Sent")![0]}"));

        foreach (var status in new[] { "MISS", "HIT" })
        {
            foreach (var value in new[] { '\u00e9', '\u00e8' })
            {
                var response = await at.Gateway.GetRawAsync("/page", $"X-Sent: {value}");
                Assert.Equal((status, $"{(int)value}"), (response.CacheStatus, response.Text));
            }
        }
    }

    [Fact]
    public async Task RepeatedFields_StayLines_InTheirOrder()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x", ("Link", "</a>; rel=a"), ("Warning", "199 - \"w\""), ("Link", "</b>; rel=b"));

        for (var i = 0; i < 2; i++)
            Assert.Equal(["</a>; rel=a", "</b>; rel=b"], (await at.Gateway.GetRawAsync("/page")).All("Link"));
    }

    [Fact]
    public async Task EmptyFieldValue_Passes()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x", ("X-Empty", ""));

        for (var i = 0; i < 2; i++)
            Assert.Equal("", (await at.Gateway.GetRawAsync("/page")).Header("X-Empty"));
    }

    [Theory]
    [InlineData(299)]
    [InlineData(418)]
    [InlineData(451)]
    [InlineData(599)]
    [InlineData(799)]
    public async Task OddStatus_Passes(int status)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", ScriptedAnswer.Of(status, "odd"));

        var response = await at.Gateway.GetRawAsync("/page");

        Assert.Equal((status, "odd"), (response.Status, response.Text));
    }

    [Theory]
    [InlineData("BREW")]
    [InlineData("PROPFIND")]
    [InlineData("M-SEARCH")]
    [InlineData("OPTIONS")]
    [InlineData("QUERY")]
    public async Task OddMethod_Passes(string method)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(r.Method));

        var response = await at.Gateway.SendRawAsync(method, "/page");

        Assert.Equal((200, method), (response.Status, response.Text));
    }

    [Fact]
    public async Task LongTarget_Passes()
    {
        await using var at = await TestEnvironment.StartAsync();
        var query = string.Join('&', Enumerable.Range(0, 400).Select(i => $"p{i:d3}={i:d6}"));
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(r.Query));

        Assert.Equal(query, (await at.Gateway.GetRawAsync($"/page?{query}")).Text);
    }
}
