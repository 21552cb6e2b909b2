using System.Text;
using CachingGateway.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.FunctionalTests.Events;

/// <summary>The whole gateway: what a webhook names is gone, and nothing else.</summary>
public sealed class WebhookEffectTests
{
    private const string Rules = """
        { "on": "by-tag", "tags": ["item:{data.id}"] },
        { "on": "by-pattern", "patterns": ["item:{data.id}:*"] },
        { "on": "by-key", "keys": ["item:{data.id}:v1"] },
        { "on": "by-url", "urls": ["/items/{data.id}"] },
        { "on": "by-url-and-parameters", "urls": ["/items/{data.id}?b=2&a=1"] },
        { "on": "by-route", "routes": ["item"] },
        { "on": "by-host", "hosts": ["api.example.org"] },
        { "on": "all", "all": true },
        { "on": "settling", "tags": ["item:{data.id}"], "settle": "1s" }
        """;

    [Theory]
    [InlineData("by-tag", "MISS", "HIT", "MISS", "HIT")]
    [InlineData("by-pattern", "MISS", "HIT", "MISS", "HIT")]
    [InlineData("by-key", "MISS", "HIT", "HIT", "HIT")]
    [InlineData("by-url", "MISS", "HIT", "HIT", "HIT")]
    [InlineData("by-url-and-parameters", "HIT", "HIT", "MISS", "HIT")]
    [InlineData("by-route", "MISS", "MISS", "MISS", "HIT")]
    [InlineData("by-host", "MISS", "MISS", "MISS", "MISS")]
    [InlineData("all", "MISS", "MISS", "MISS", "MISS")]
    [InlineData("settling", "MISS", "HIT", "MISS", "HIT")]
    [InlineData("unknown", "HIT", "HIT", "HIT", "HIT")]
    public async Task WhatAnEventNames_IsGoneAtOnce(string type, params string[] expected)
    {
        string[] paths = ["/items/5", "/items/6", "/items/5?a=1&b=2", "/other/5"];
        await using var environment = await StartAsync();
        foreach (var path in paths)
            await GetAsync(environment, path);

        var answer = await PostAsync(environment.Gateway, $$$"""{"type":"{{{type}}}","data":{"id":5}}""");
        var after = new List<string?>();
        foreach (var path in paths)
            after.Add(await GetAsync(environment, path));

        Assert.Equal(type == "unknown" ? 202 : 200, answer.Status);
        Assert.Equal(expected, after);
    }

    [Theory]
    [InlineData("a b", "a%20b", "by-tag", "by-pattern", "by-key", "by-url")]
    [InlineData("*", "*", "by-tag", "by-pattern", "by-key", "by-url")]
    [InlineData("?", "%3F", "by-tag", "by-pattern", "by-url")]
    [InlineData("x:y@z", "x:y@z", "by-tag", "by-pattern", "by-key", "by-url")]
    // Escaped where it need not be: an entry of its own, whose name says so.
    [InlineData("x:y@z", "x%3Ay%40z", "by-tag", "by-pattern", "by-url")]
    [InlineData("*", "%2A", "by-tag", "by-pattern", "by-url")]
    public async Task ValueWithCharactersOfItsOwn_NamesItsEntryAlone(string id, string segment, params string[] types)
    {
        await using var environment = await StartAsync();
        foreach (var type in types)
        {
            await GetAsync(environment, $"/items/{segment}");
            await GetAsync(environment, "/items/6");

            await PostAsync(environment.Gateway, $$$"""{"type":"{{{type}}}","data":{"id":"{{{id}}}"}}""", id: type);

            Assert.Equal((type, "HIT"), (type, await GetAsync(environment, "/items/6")));
            Assert.Equal((type, "MISS"), (type, await GetAsync(environment, $"/items/{segment}")));
        }
    }

    [Fact]
    public async Task SameDeliveryAgain_HasOneEffectAndTheSameNumber()
    {
        await using var environment = await StartAsync();
        await GetAsync(environment, "/items/5");

        var first = await PostAsync(environment.Gateway, """{"type":"by-tag","data":{"id":5}}""", id: "msg_1");
        await GetAsync(environment, "/items/5");
        var second = await PostAsync(environment.Gateway, """{"type":"by-tag","data":{"id":5}}""", id: "msg_1");

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal(first.Header("X-Cache-Sequence"), second.Header("X-Cache-Sequence"));
        Assert.Equal("HIT", await GetAsync(environment, "/items/5"));
        var third = await PostAsync(environment.Gateway, """{"type":"by-tag","data":{"id":5}}""", id: "msg_2");
        Assert.NotEqual(first.Header("X-Cache-Sequence"), third.Header("X-Cache-Sequence"));
        Assert.Equal("MISS", await GetAsync(environment, "/items/5"));
    }

    [Fact]
    public async Task RefusedWebhook_RetiresNothing()
    {
        await using var environment = await StartAsync();
        await GetAsync(environment, "/items/5");

        var forged = await PostAsync(environment.Gateway, """{"type":"all"}""", secret: "whsec_YW5vdGhlci1zZWNyZXQtb2YtMjQtYnkh");
        var half = await PostAsync(environment.Gateway, """[{"type":"by-tag","data":{"id":5}},{"type":"by-tag"}]""");

        Assert.Equal((401, 422), (forged.Status, half.Status));
        Assert.Equal("HIT", await GetAsync(environment, "/items/5"));
    }

    private static async Task<TestEnvironment> StartAsync()
    {
        var environment = await TestEnvironment.StartAsync(Policy);
        environment.Origin.Fallback = _ => ScriptedAnswer.Ok("fine");
        return environment;
    }

    private static async Task<string?> GetAsync(TestEnvironment environment, string path) =>
        (await environment.Gateway.GetAsync(path, ("Host", "api.example.org"))).CacheStatus;

    private static string Policy => $$"""
        { "routes": [
            { "name": "item", "match": { "path": "/items/{id}" }, "key": { "template": "item:{id}:{params}:v1" }, "tags": ["item:{id}"] },
            { "name": "other", "match": { "path": "/other/{id}" } } ],
          "events": {
            "sources": { "origin": { "scheme": "standard-webhooks", "secrets": ["{{EventsHost.Secret}}"] } },
            "rules": [ {{Rules}} ] } }
        """;

    private static async Task<Answered> PostAsync(TestGateway gateway, string body, string id = "msg_0", string secret = EventsHost.Secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var fields = new HeaderDictionary();
        EventsHost.Sign(fields, bytes, id, secret: secret);
        using var client = new HttpClient(TestGateway.NewHandler()) { Timeout = Deadline.Default };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.ManagementAddress, "/events/origin"))
        {
            Content = new ByteArrayContent(bytes),
        };
        foreach (var (name, value) in fields)
            request.Headers.TryAddWithoutValidation(name, value.ToString());
        using var response = await client.SendAsync(request);
        return new Answered(response, await response.Content.ReadAsStringAsync());
    }
}
