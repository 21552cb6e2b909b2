using Xunit;

namespace CachingGateway.FunctionalTests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("bogus", "serve, demo, origin, health, check, explain, schema, event, stats, keys, key, purge, ledger, replicas, token, completion")]
    [InlineData("--bogus", "--origin url")]
    [InlineData("check --polcy x", "--policy file")]
    [InlineData("explain", "METHOD URL")]
    [InlineData("explain GET /v1/trigs/1", "an absolute http or https URL")]
    [InlineData("explain GET ftp://h/", "an absolute http or https URL")]
    [InlineData("explain GET http://user:word@h/", "an absolute http or https URL")]
    [InlineData("explain G(T http://h/", "a method, such as GET")]
    [InlineData("explain GET http://h/ -H NoColon", "a header field")]
    [InlineData("explain GET http://h/ --body /no/such/file", "--body /no/such/file")]
    [InlineData("schema extra", "--output file")]
    [InlineData("event", "SOURCE")]
    [InlineData("event origin", "Neither --type nor --data")]
    [InlineData("event origin --type a --scheme bearer", "--scheme goes with --secret")]
    [InlineData("event origin --type a --secret x --scheme hmac", "standard-webhooks, hub-sha256, bearer")]
    [InlineData("event origin --type a --secret x --management nowhere", "a URL such as http://localhost:8081")]
    [InlineData("event origin --type a --secret short", "which is")]
    [InlineData("event origin --type a --secret env:NOT_SET_ANYWHERE", "not set")]
    [InlineData("event origin --data {", "--data:")]
    [InlineData("event origin --data @/no/such/file", "--data:")]
    public async Task WrongUsage_IsTwoAndNamesWhatIsAllowed(string line, string allowed)
    {
        var run = await CommandRun.OfAsync(line.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Contains(allowed, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--help", "explain <METHOD> <URL>")]
    [InlineData("explain --help", "--header <field>")]
    [InlineData("check --help", "--json")]
    [InlineData("demo --help", "--management-urls")]
    [InlineData("serve --help", "--events-urls")]
    [InlineData("event --help", "--management <url>")]
    [InlineData("--version", ".")]
    public async Task AskedForHelp_IsFine(string line, string expected)
    {
        var run = await CommandRun.OfAsync(line.Split(' '));

        Assert.Equal(0, run.Code);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_IsWrittenToOutputOrFile()
    {
        using var files = new TestFiles();

        var printed = await CommandRun.OfAsync("schema");
        var written = await CommandRun.OfAsync("schema", "--output", files.Path("schema.json"));
        var impossible = await CommandRun.OfAsync("schema", "--output", files.Path("no/such/folder.json"));

        Assert.Equal((0, 0, 1), (printed.Code, written.Code, impossible.Code));
        Assert.Contains("https://json-schema.org/draft/2020-12/schema", printed.Output, StringComparison.Ordinal);
        Assert.Equal(printed.Output, await File.ReadAllTextAsync(files.Path("schema.json")));
        Assert.Contains("--output", impossible.Error, StringComparison.Ordinal);
    }
}
