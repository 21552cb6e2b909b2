using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.Observability;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Telemetry;
using Xunit;

namespace CachingGateway.FunctionalTests.Telemetry;

/// <summary>What a gateway counts, as its operator's Prometheus sees it.</summary>
public sealed class MetricsTests
{
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0";

    [Fact]
    public async Task RequestsOfEveryKind_AreCountedByRouteAndStatus()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route("""
            { "name": "pages", "match": { "path": ["/pages/{id}"] } }
            """));
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("12345");
        await Expect.MissAsync(at.Gateway, "/pages/1", "12345");
        await Expect.HitAsync(at.Gateway, "/pages/1", "12345");
        await Expect.HitAsync(at.Gateway, "/pages/1", "12345");
        await at.Gateway.GetAsync("/pages/1", ("Cache-Control", "no-cache"));
        await at.Gateway.GetAsync("/elsewhere");

        var page = await MetricsPage.ReadAsync(at.Gateway);

        Assert.Equal(2, page["""caching_gateway_requests_total{route="pages",status="hit"}"""]);
        Assert.Equal(1, page["""caching_gateway_requests_total{route="pages",status="miss"}"""]);
        Assert.Equal(1, page["""caching_gateway_requests_total{route="pages",status="bypass"}"""]);
        Assert.Equal(1, page["""caching_gateway_requests_total{route="(none)",status="bypass"}"""]);
        Assert.Equal(0, page["""caching_gateway_requests_total{route="pages",status="stale"}"""]);
        Assert.Equal(1, page["""caching_gateway_reasons_total{reason="no-route",route="(none)"}"""]);
        Assert.Equal(2, page["""caching_gateway_hit_duration_seconds_count{route="pages"}"""]);
        Assert.Equal(2, page["""caching_gateway_origin_duration_seconds_count{route="pages"}"""]);
        Assert.Equal(10, page["""caching_gateway_response_bytes_total{route="pages",source="cache"}"""]);
        Assert.Equal(10, page["""caching_gateway_response_bytes_total{route="pages",source="origin"}"""]);
        Assert.Equal(1, page["caching_gateway_memory_entries"]);
        Assert.Equal(0, page["caching_gateway_fills"]);
    }

    [Fact]
    public async Task AnswersTheGatewayHadToMake_AreErrors_ThoseOfTheOriginAreNot()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route("""
            { "name": "kept", "match": { "path": ["/kept/{id}"] }, "timeout": "1s" }
            """));
        at.Origin.Answer("/kept/500", ScriptedAnswer.Of(500, "broken"));
        at.Origin.Answer("/kept/slow", ScriptedAnswer.Ok("late") with { Before = new Gate() });
        at.Origin.Handle("/kept/gone", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        at.Origin.Handle("/gone", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(500, (await at.Gateway.GetAsync("/kept/500")).Status);
        Assert.Equal(502, (await at.Gateway.GetAsync("/kept/gone")).Status);
        Assert.Equal(504, (await at.Gateway.GetAsync("/kept/slow")).Status);
        Assert.Equal(502, (await at.Gateway.GetAsync("/gone")).Status);
        Assert.Equal(504, (await at.Gateway.GetAsync("/kept/none", ("Cache-Control", "only-if-cached"))).Status);

        var page = await MetricsPage.ReadAsync(at.Gateway);
        Assert.Equal(1, page["""caching_gateway_errors_total{reason="origin-error",route="kept"}"""]);
        Assert.Equal(1, page["""caching_gateway_errors_total{reason="origin-timeout",route="kept"}"""]);
        Assert.Equal(1, page["""caching_gateway_errors_total{reason="origin-error",route="(none)"}"""]);
        Assert.Equal(0, page["""caching_gateway_errors_total{reason="internal",route="kept"}"""]);
        Assert.Equal(1, page["""caching_gateway_unstored_total{reason="status",route="kept"}"""]);
    }

    [Fact]
    public async Task StaleAnswerInPlaceOfAFailedOne_IsNoError_AndHasItsReason()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1s", "staleIfError": "1h"  """));
        at.Origin.Answer("/a", "x");
        await Expect.MissAsync(at.Gateway, "/a", "x");
        at.Origin.Handle("/a", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        await Deadline.Eventually(() => at.Gateway.GetAsync("/a"), answer => answer.CacheStatus == "STALE");

        var page = await MetricsPage.ReadAsync(at.Gateway);
        Assert.Equal(1, page["""caching_gateway_requests_total{route="all",status="stale"}"""]);
        Assert.Equal(1, page["""caching_gateway_reasons_total{reason="origin-error",route="all"}"""]);
        Assert.Equal(0, page["""caching_gateway_errors_total{reason="origin-error",route="all"}"""]);
    }

    [Fact]
    public async Task BodiesOfUnknownLength_AreCountedAsTheyGo_ThoseOfAnothersFetchApart()
    {
        await using var at = await TestEnvironment.StartAsync();
        var (kept, passed) = (new PiecewiseBody(), new PiecewiseBody());
        at.Origin.Answer("/kept", _ => new ScriptedAnswer { Pieces = kept });
        at.Origin.Answer("/passed", _ => new ScriptedAnswer { Pieces = passed });
        var first = at.Gateway.GetAsync("/kept");
        await at.Origin.WhenCalled("/kept");
        var second = at.Gateway.GetAsync("/kept");
        await MetricsPage.WhenAsync(at.Gateway, "caching_gateway_fill_waiters", 1);
        Assert.Equal(1, (await MetricsPage.ReadAsync(at.Gateway))["caching_gateway_fills"]);
        kept.Send("1234567");
        kept.Complete();
        passed.Send("123");
        passed.Complete();

        Assert.Equal("1234567", (await first).Text);
        Assert.Equal("1234567", (await second).Text);
        Assert.Equal("123", (await at.Gateway.GetAsync("/passed", ("Authorization", "Basic eDp5"))).Text);

        await MetricsPage.WhenAsync(at.Gateway, """caching_gateway_response_bytes_total{route="all",source="shared"}""", 7);
        await MetricsPage.WhenAsync(at.Gateway, """caching_gateway_response_bytes_total{route="all",source="origin"}""", 10);
    }

    [Fact]
    public async Task Reload_KeepsTheRoutesCounts_AndIsCountedItself()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await Expect.MissAsync(at.Gateway, "/a", "x");

        await at.Gateway.ReplacePolicyAsync("{ not json");
        await MetricsPage.WhenAsync(at.Gateway, """caching_gateway_policy_reloads_total{outcome="bad"}""", 1);
        Assert.Equal(0, (await MetricsPage.ReadAsync(at.Gateway))["caching_gateway_policy_reload_good"]);
        await at.Gateway.ReplacePolicyAsync(TestPolicy.All("""  "ttl": "1h"  """));
        var page = await MetricsPage.WhenAsync(at.Gateway, "caching_gateway_policy_version", 2);
        await Expect.MissAsync(at.Gateway, "/b", "x");

        Assert.Equal(1, page["caching_gateway_policy_reload_good"]);
        Assert.Equal(1, page["""caching_gateway_policy_reloads_total{outcome="good"}"""]);
        await MetricsPage.WhenAsync(at.Gateway, """caching_gateway_requests_total{route="all",status="miss"}""", 2);
    }

    [Fact]
    public async Task NamesAndPathsThatClientsMakeUp_AddNoSeries()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await at.Gateway.GetAsync("/first", ("Authorization", "Basic eDp5"));
        await at.Gateway.SendAsync(new HttpMethod("PURGE"), "/first", null);
        var before = await MetricsPage.ReadAsync(at.Gateway);

        for (var i = 0; i < 50; i++)
        {
            await at.Gateway.GetAsync($"/made/up/{i}?x={i}", ("Authorization", "Basic eDp5"), ("User-Agent", $"a{i}"));
            await at.Gateway.SendAsync(new HttpMethod($"MADE{i}"), $"/made-up-{i}", null);
        }

        Assert.Equal(Own(before), Own(await MetricsPage.ReadAsync(at.Gateway)));

        static int Own(MetricsPage page) => page.Text.Split('\n').Count(line => line.StartsWith("caching_gateway", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_IsInOrderForPromtool_WithEveryMetricOfTheList()
    {
        await using var replicas = await GatewayReplicas.StartAsync(2);
        replicas.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await replicas.Gateways[0].AskAsync("/a");
        await replicas.Gateways[1].AskAsync("/a");
        await replicas.Gateways[0].WriteAsync("/a");

        var page = await MetricsPage.ReadAsync(replicas.Gateways[0]);

        Assert.Equal("", await page.CheckAsync());
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", page.Type);
        Assert.Equal(2, page["caching_gateway_replicas"]);
        Assert.Equal(1, page["caching_gateway_replica_trusted"]);
        Assert.Equal(1, page["caching_gateway_redis_connected"]);
        Assert.Equal(0, page["caching_gateway_redis_breaker_open"]);
        Assert.Equal(1, page["""caching_gateway_invalidations_total{outcome="confirmed",source="write"}"""]);
        Assert.Equal(1, page["""caching_gateway_invalidation_duration_seconds_count{source="write"}"""]);
        Assert.True(page["caching_gateway_store_read_duration_seconds_count"] > 0);
        var silent = new[] { MetricNames.Webhooks, MetricNames.Swept, MetricNames.Unstored };
        var names = typeof(MetricNames).GetFields().Select(field => (string)field.GetValue(null)!).Where(name => name.Contains('.'));
        foreach (var name in names.Except(silent))
            Assert.Contains($"\n{name.Replace('.', '_')}", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMetrics_IsWrittenToWhoAsksForIt()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/a", "x");
        await Expect.MissAsync(at.Gateway, "/a", "x");
        await Expect.HitAsync(at.Gateway, "/a", "x");

        var page = await MetricsPage.ReadAsync(at.Gateway, OpenMetrics + ",text/plain;version=0.0.4;q=0.5");

        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", page.Type);
        Assert.Contains("# TYPE caching_gateway_requests counter\n", page.Text, StringComparison.Ordinal);
        Assert.Contains("# UNIT caching_gateway_hit_duration_seconds seconds\n", page.Text, StringComparison.Ordinal);
        Assert.Contains("# TYPE target info\n", page.Text, StringComparison.Ordinal);
        Assert.Contains("""caching_gateway_hit_duration_seconds_bucket{route="all",le="+Inf"} 1""", page.Text, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RealPrometheus_ScrapesIt_AndAnswersQueries()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await using var prometheus = PrometheusServer.Start(at.Gateway.ManagementAddress);
        await prometheus.QueryAsync("up{job=\"gateway\"}", up => up == 1);

        await Expect.MissAsync(at.Gateway, "/a", "x");
        for (var i = 0; i < 9; i++)
            await Expect.HitAsync(at.Gateway, "/a", "x");

        await prometheus.QueryAsync("""caching_gateway_requests_total{route="all",status="hit"}""", hits => hits == 9);
        await prometheus.QueryAsync(
            """sum(caching_gateway_requests_total{route="all",status=~"hit|stale"}) / sum(caching_gateway_requests_total{route="all",status!="bypass"})""",
            rate => rate is > 0.89 and < 0.91);
        await prometheus.QueryAsync(
            "histogram_quantile(0.99, sum by (le) (caching_gateway_hit_duration_seconds_bucket))", time => time is > 0 and < 30);
        await prometheus.QueryAsync("caching_gateway_policy_reload_good", good => good == 1);
    }
}
