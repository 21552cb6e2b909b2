using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using CachingGateway.Entries;
using CachingGateway.Hosting;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Events;
using CachingGateway.Management;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;
using CachingGateway.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CachingGateway.FunctionalTests.Events;

/// <summary>The endpoint for events on a listener of its own, before an invalidator that remembers what it was asked.</summary>
internal sealed class EventsHost : IAsyncDisposable
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    private readonly WebApplication _web;
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("events-test-");
    private readonly MeterListener _meters = new();
    private readonly ConcurrentBag<string> _counted = [];

    private EventsHost(string policy)
    {
        File.WriteAllText(PolicyFile, policy);
        var load = PolicyLoader.Load(PolicyFile);
        Assert.Empty(load.Faults);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => PolicySource.Watching(PolicyFile, load, TimeProvider.System));
        builder.Services.AddSingleton<IInvalidator>(Invalidator);
        EventServices.Add(builder.Services);
        _web = builder.Build();
        EventEndpoints.Map(_web);
    }

    public RecordingInvalidator Invalidator { get; } = new();

    public Uri Address => new(_web.Urls.First());

    public string PolicyFile => Path.Combine(_files.FullName, "policy.json");

    /// <summary>What the metric counted: <c>source outcome</c>.</summary>
    public IReadOnlyCollection<string> Counted => _counted;

    /// <param name="rules">The rules, in JSON.</param>
    /// <param name="sources">Sources beside <c>origin</c>, which signs by Standard Webhooks; each begins with a comma.</param>
    /// <param name="origin">More members of <c>origin</c>, likewise.</param>
    public static async Task<EventsHost> StartAsync(string rules, string sources = "", string origin = "")
    {
        var host = new EventsHost($$"""
            { "routes": [],
              "events": {
                "sources": { "origin": { "scheme": "standard-webhooks", "secrets": ["{{Secret}}"] {{origin}} } {{sources}} },
                "rules": [ {{rules}} ] } }
            """);
        var meters = host._web.Services.GetRequiredService<IMeterFactory>();
        host._meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == MetricNames.Webhooks && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        host._meters.SetMeasurementEventCallback<long>((_, _, tags, _) => host._counted.Add($"{tags[0].Value} {tags[1].Value}"));
        host._meters.Start();
        await host._web.StartAsync();
        return host;
    }

    /// <summary>Posts as the source <c>origin</c> does.</summary>
    public Task<Answered> PostAsync(string body, string id = "msg_1", TimeSpan late = default, string secret = Secret)
    {
        var fields = new HeaderDictionary();
        Sign(fields, Encoding.UTF8.GetBytes(body), id, late, secret);
        return SendAsync("/events/origin", body, [.. fields.Select(field => (field.Key, field.Value.ToString()))]);
    }

    public static void Sign(HeaderDictionary fields, byte[] body, string id = "msg_1", TimeSpan late = default, string secret = Secret) =>
        WebhookSignature.Sign(
            WebhookScheme.StandardWebhooks,
            WebhookSecret.Read(secret, WebhookScheme.StandardWebhooks, out _)!,
            id,
            TimeProvider.System.GetUtcNow() + late,
            body,
            fields);

    public async Task<Answered> SendAsync(string path, string body, params (string Name, string Value)[] fields)
    {
        using var client = new HttpClient(TestGateway.NewHandler()) { Timeout = Deadline.Default };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path)) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = null;
        foreach (var (name, value) in fields)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return new Answered(response, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _meters.Dispose();
        _files.Delete(recursive: true);
    }
}

/// <summary>An answer to a webhook.</summary>
internal sealed class Answered(HttpResponseMessage response, string body)
{
    public int Status { get; } = (int)response.StatusCode;

    public string? ContentType { get; } = response.Content.Headers.ContentType?.MediaType;

    public JsonElement Json { get; } = JsonElement.Parse(body.Length == 0 ? "{}" : body);

    public string? Reason => Json.TryGetProperty("reason", out var reason) ? reason.GetString() : null;

    public string? Header(string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>An error is of this status and reason, and readable for people and programs.</summary>
    public void AssertProblem(int status, string reason)
    {
        Assert.Equal((status, reason, "application/problem+json"), (Status, Reason, ContentType));
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
    }
}

/// <summary>Takes every invalidation, or none.</summary>
internal sealed class RecordingInvalidator : IInvalidator
{
    private readonly ConcurrentQueue<InvalidationRequest> _requests = [];
    private long _sequence = 40;

    public bool IsAvailable { get; set; } = true;

    public IReadOnlyList<InvalidationRequest> Requests => [.. _requests];

    /// <summary>All targets, as <c>kind text</c>.</summary>
    public IEnumerable<string> Targets => _requests.SelectMany(each => each.Targets).Select(target => $"{target.Kind} {target.Text}");

    public Task<Acknowledgement?> InvalidateAsync(InvalidationRequest request, CancellationToken cancellation)
    {
        _requests.Enqueue(request);
        return Task.FromResult(
            IsAvailable ? new Acknowledgement(new Fence(7, Interlocked.Increment(ref _sequence)), 3, 2, TimeSpan.FromMilliseconds(1)) : null);
    }
}
