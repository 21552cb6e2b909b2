using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Telemetry;
using Xunit;

namespace CachingGateway.FunctionalTests.Telemetry;

/// <summary>What a collector gets of requests, and what the origin sees of it.</summary>
public sealed class TracingTests : IAsyncLifetime
{
    private const string ClientSpan = "b7ad6b7169203331";

    private readonly string _trace = Guid.NewGuid().ToString("N");
    private OtlpReceiver _collector = null!;

    private (string Name, string Value) FromClient => ("traceparent", $"00-{_trace}-{ClientSpan}-01");

    public async Task InitializeAsync() => _collector = await OtlpReceiver.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Miss_IsASpanOfTheClientsTrace_AndTheOriginSeesTheGatewaysSpanAsItsParent()
    {
        await using var at = await TestEnvironment.StartAsync(settings: _collector.Settings());
        at.Origin.Answer("/a", "x");

        await at.Gateway.GetAsync("/a", FromClient, ("tracestate", "vendor=1"), ("baggage", "k=v"));

        var spans = await _collector.SpansAsync(_trace, spans => spans.Length == 3);
        var (server, fill, client) = (Of(spans, 2), Of(spans, 1), Of(spans, 3));
        Assert.Equal(("GET all", "fill", "GET"), (server.Name, fill.Name, client.Name));
        Assert.Equal((ClientSpan, server.SpanId, fill.SpanId), (server.ParentId, fill.ParentId, client.ParentId));
        Assert.Equal(("miss", "all", "200"), (server["caching_gateway.status"], server["caching_gateway.route"], server["http.response.status_code"]));
        Assert.Equal("stored", fill["caching_gateway.outcome"]);
        Assert.Equal("127.0.0.1", client["server.address"]);
        Assert.Equal("caching-gateway", server.Service);
        var received = at.Origin.Received("/a").Single();
        Assert.Equal($"00-{_trace}-{client.SpanId}-01", received.Header("traceparent"));
        Assert.Equal(("vendor=1", "k=v"), (received.Header("tracestate"), received.Header("baggage")));
    }

    [Fact]
    public async Task HitFromMemory_HasNoSpan_BypassHasItsReason()
    {
        await using var at = await TestEnvironment.StartAsync(settings: _collector.Settings());
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await Expect.MissAsync(at.Gateway, "/a", "x");

        Assert.Equal("HIT", (await at.Gateway.GetAsync("/a", FromClient)).CacheStatus);
        await at.Gateway.GetAsync("/a", FromClient, ("Authorization", "Basic eDp5"));

        var spans = await _collector.SpansAsync(_trace, spans => spans.Length >= 2);
        Assert.Equal(2, spans.Length);
        var server = Of(spans, 2);
        Assert.Equal(("bypass", "authorization"), (server["caching_gateway.status"], server["caching_gateway.reason"]));
        Assert.Equal(server.SpanId, Of(spans, 3).ParentId);
    }

    [Fact]
    public async Task RequestsThatWaitForAFill_AreLinkedWithIt()
    {
        await using var at = await TestEnvironment.StartAsync(settings: _collector.Settings());
        var gate = new Gate();
        at.Origin.Answer("/a", ScriptedAnswer.Ok("x") with { Before = gate });
        var first = at.Gateway.GetAsync("/a", FromClient);
        await at.Origin.WhenCalled("/a");
        var second = at.Gateway.GetAsync("/a", FromClient);
        await MetricsPage.WhenAsync(at.Gateway, "caching_gateway_fill_waiters", 1);

        gate.Open();
        await Task.WhenAll(first, second);

        var spans = await _collector.SpansAsync(_trace, spans => spans.Length == 4);
        var fill = Of(spans, 1);
        var waiting = Assert.Single(spans, span => span.Kind == 2 && span.SpanId != fill.ParentId);
        Assert.Equal([waiting.SpanId], fill.Links);
        Assert.Equal([fill.SpanId], waiting.Links);
    }

    [Fact]
    public async Task AnswerOfAnotherReplica_HasASpanOfTheLookUp_AndNoneOfTheOrigin()
    {
        await using var replicas = await GatewayReplicas.StartAsync(1);
        replicas.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await replicas.Gateways[0].AskAsync("/a");
        await using var other = await TestGateway.StartAsync(
            replicas.Origin.Address,
            GatewayReplicas.Policy(""),
            _collector.Settings($$""", "Gateway": { "Redis": { "ConnectionString": "{{replicas.Redis.Address}}", "Timeout": "10s" } }"""));
        await Deadline.Eventually(() => MetricsPage.ReadAsync(other), page => page["caching_gateway_replica_trusted"] == 1);

        var answer = await Deadline.Eventually(
            () => other.AskAsync("/a", FromClient), answer => answer.CacheStatus == "HIT");

        Assert.Equal("x", answer.Text);
        var spans = await _collector.SpansAsync(_trace, spans => spans.Any(span => span["caching_gateway.outcome"] == "hit"));
        Assert.Contains(spans, span => span is { Name: "redis get", Kind: 3 } && span["db.system.name"] == "redis");
        Assert.Equal(1, replicas.Origin.Calls("/a"));
    }

    [Fact]
    public async Task Write_HasASpanOfItsInvalidation()
    {
        await using var at = await TestEnvironment.StartAsync(settings: _collector.Settings());
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        await at.Gateway.SendAsync(HttpMethod.Put, "/a", null, FromClient);

        var spans = await _collector.SpansAsync(_trace, spans => spans.Length == 3);
        var invalidation = Assert.Single(spans, span => span.Name == "invalidate");
        Assert.Equal(("write", "confirmed"), (invalidation["caching_gateway.source"], invalidation["caching_gateway.outcome"]));
    }

    [Fact]
    public async Task FailureOfTheOrigin_IsAnErrorOfItsSpan()
    {
        await using var at = await TestEnvironment.StartAsync(settings: _collector.Settings());
        at.Origin.Handle("/a", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(502, (await at.Gateway.GetAsync("/a", FromClient)).Status);

        var spans = await _collector.SpansAsync(_trace, spans => spans.Length == 3);
        Assert.Equal("origin-error", Of(spans, 2)["error.type"]);
        Assert.Equal("Request", Of(spans, 3)["error.type"]);
    }

    [Fact]
    public async Task WithoutACollector_TheClientsTraceContextGoesOnAsItCame()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        await at.Gateway.GetAsync("/a", FromClient, ("tracestate", "vendor=1"));
        await at.Gateway.GetAsync("/b", FromClient, ("Authorization", "Basic eDp5"));
        await at.Gateway.GetAsync("/c");

        foreach (var path in new[] { "/a", "/b" })
            Assert.Equal(FromClient.Value, at.Origin.Received(path).Single().Header("traceparent"));
        Assert.Equal("vendor=1", at.Origin.Received("/a").Single().Header("tracestate"));
        Assert.Null(at.Origin.Received("/c").Single().Header("traceparent"));
    }

    [Fact]
    public async Task SamplerOfTheEnvironment_IsHeeded()
    {
        await using var at = await TestEnvironment.StartAsync(
            settings: _collector.Settings(""", "OTEL_TRACES_SAMPLER": "always_off", "OTEL_SERVICE_NAME": "edge" """));
        at.Origin.Answer("/a", "x");

        await at.Gateway.GetAsync("/a", FromClient);

        // Not sampled is said to the origin as well, in the same trace.
        var received = at.Origin.Received("/a").Single().Header("traceparent")!;
        Assert.StartsWith($"00-{_trace}-", received, StringComparison.Ordinal);
        Assert.EndsWith("-00", received, StringComparison.Ordinal);
        Assert.Contains("service_name=\"edge\"", (await MetricsPage.ReadAsync(at.Gateway)).Text, StringComparison.Ordinal);
        await at.Gateway.StopAsync();
        Assert.DoesNotContain(_collector.Spans, span => span.TraceId == _trace);
    }

    [Fact]
    public async Task DisabledSdk_SendsNothing_AndTheMetricsPageStays()
    {
        await using var at = await TestEnvironment.StartAsync(settings: _collector.Settings(""", "OTEL_SDK_DISABLED": "true" """));
        at.Origin.Answer("/a", "x");

        await at.Gateway.GetAsync("/a", FromClient);

        Assert.Equal(FromClient.Value, at.Origin.Received("/a").Single().Header("traceparent"));
        await MetricsPage.WhenAsync(at.Gateway, """caching_gateway_requests_total{route="all",status="miss"}""", 1);
        await at.Gateway.StopAsync();
        Assert.Empty(_collector.Metrics);
    }

    [Fact]
    public async Task Metrics_ArePushed_HitsToTheLastOne()
    {
        await using var at = await TestEnvironment.StartAsync(settings: _collector.Settings());
        at.Origin.Answer("/a", "x");
        await Expect.MissAsync(at.Gateway, "/a", "x");
        for (var i = 0; i < 20; i++)
            await Expect.HitAsync(at.Gateway, "/a", "x");

        await Deadline.Eventually(
            () => Task.FromResult(_collector.Histograms.GetValueOrDefault("caching_gateway.hit.duration")), hits => hits == 20);
        Assert.Contains("caching_gateway.requests", _collector.Metrics);
    }

    [Fact]
    public async Task BadVariables_AreRefusedAtStart_AllAtOnce()
    {
        var settings = """
            { "OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json", "OTEL_TRACES_SAMPLER": "sometimes" }
            """;

        var refusal = await Assert.ThrowsAsync<Hosting.StartException>(
            () => TestGateway.StartAsync(new Uri("http://127.0.0.1:1"), TestPolicy.Everything, settings));

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT: found \"collector:4318\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("OTEL_EXPORTER_OTLP_PROTOCOL: found \"http/json\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("OTEL_TRACES_SAMPLER: found \"sometimes\"", refusal.Message, StringComparison.Ordinal);
    }

    private static ReceivedSpan Of(IEnumerable<ReceivedSpan> spans, int kind) => Assert.Single(spans, span => span.Kind == kind);
}
