using System.Text;
using System.Text.Json;
using CachingGateway.Hosting;

namespace CachingGateway.TestKit;

/// <summary>
/// The real gateway in this process on free loopback ports, started as its command line would. Policy and settings are files of
/// its own, removed at the end.
/// </summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly GatewayApplication _application;
    private readonly DirectoryInfo _files;
    private Task? _stopped;

    private TestGateway(GatewayApplication application, DirectoryInfo files)
    {
        _application = application;
        _files = files;
        Client = new HttpClient(NewHandler(), disposeHandler: true) { BaseAddress = DataAddress, Timeout = Deadline.Default };
    }

    /// <summary>The first data listener.</summary>
    public Uri DataAddress => _application.DataAddresses[0];

    public Uri ManagementAddress => _application.ManagementAddresses[0];

    /// <summary>The first listener for events alone; the settings have to name one.</summary>
    public Uri EventsAddress => _application.EventsAddresses[0];

    /// <summary>Changes nothing of what it is told to send, and nothing of what comes back.</summary>
    public HttpClient Client { get; }

    /// <summary>Where the policy stands, to be replaced while the gateway runs.</summary>
    public string PolicyFile => Path.Combine(_files.FullName, "policy.json");

    /// <summary>Where the settings stand.</summary>
    public string SettingsFile => Path.Combine(_files.FullName, "gateway.json");

    /// <param name="origin">The origin, or <see langword="null"/> when the settings name clusters.</param>
    /// <param name="policy">The policy's JSON, or <see langword="null"/> for the built-in one.</param>
    /// <param name="settings">The settings' JSON. It may name endpoints of its own when <paramref name="urls"/> is false.</param>
    /// <param name="urls">Whether a free port is asked for by <c>--urls</c>.</param>
    /// <exception cref="StartException">The gateway refused to start.</exception>
    public static async Task<TestGateway> StartAsync(
        Uri? origin, string? policy = null, string? settings = null, bool urls = true)
    {
        var files = Directory.CreateTempSubdirectory("gateway-test-");
        try
        {
            return new TestGateway(await GatewayApplication.StartAsync(Arguments(files, origin, policy, settings, urls)), files);
        }
        catch
        {
            files.Delete(recursive: true);
            throw;
        }
    }

    public Task<GatewayResponse> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<GatewayResponse> HeadAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Head, path, null, headers);

    public Task<GatewayResponse> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), headers);

    public async Task<GatewayResponse> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, headers);
        request.Content = content;
        using var response = await Client.SendAsync(request);
        return await GatewayResponse.ReadAsync(response);
    }

    /// <summary>Returns when the head has come; the body is the caller's to read.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Get, path, headers);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Sends a request head as it stands; <c>Host</c> is added when none of the lines is one.</summary>
    public Task<RawResponse> GetRawAsync(string target, params string[] headerLines) =>
        RawClient.ExchangeAsync(DataAddress, RequestText("GET", target, headerLines));

    /// <summary>A request without a body as text, for raw connections.</summary>
    public string RequestText(string method, string target, params string[] headerLines)
    {
        var host = headerLines.Any(l => l.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
            ? "" : $"Host: {DataAddress.Authority}\r\n";
        return $"{method} {target} HTTP/1.1\r\n{host}{string.Concat(headerLines.Select(l => l + "\r\n"))}\r\n";
    }

    /// <summary>How it stands to the other replicas, as its health says.</summary>
    public async Task<string?> StandingAsync() => (await ReplicaAsync()).GetProperty("standing").GetString();

    /// <summary>How often it was out of step since it started, as its health says. Returns when it is in step: then the last time is counted.</summary>
    public async Task<long> LapsesAsync()
    {
        await InStepAsync();
        return (await ReplicaAsync()).GetProperty("lapses").GetInt64();
    }

    /// <summary>Returns when it is in step. One that shares a Redis starts without, where that takes long.</summary>
    public Task InStepAsync() => Deadline.Eventually(StandingAsync, static standing => standing == "in-step");

    /// <summary>Puts another policy in place, as an editor or a deployment does: whole, by renaming.</summary>
    public Task ReplacePolicyAsync(string policy) => ReplaceAsync(PolicyFile, policy);

    public Task ReplaceSettingsAsync(string settings) => ReplaceAsync(SettingsFile, settings);

    /// <summary>Stops the gateway as SIGTERM does; returns when it has stopped.</summary>
    public Task StopAsync() => _stopped ??= _application.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        _files.Delete(recursive: true);
    }

    /// <summary>For a client of its own, such as one with connections that others do not share.</summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    };

    private async Task<JsonElement> ReplicaAsync()
    {
        using var client = new HttpClient(NewHandler()) { BaseAddress = ManagementAddress, Timeout = Deadline.Default };
        return JsonElement.Parse(await client.GetStringAsync(new Uri("/health", UriKind.Relative))).GetProperty("replica");
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static string[] Arguments(DirectoryInfo files, Uri? origin, string? policy, string? settings, bool urls)
    {
        var arguments = new List<string> { "--management-urls", "http://127.0.0.1:0" };
        if (urls)
            arguments.AddRange(["--urls", "http://127.0.0.1:0"]);
        if (origin is not null)
            arguments.AddRange(["--origin", origin.GetLeftPart(UriPartial.Authority)]);
        if (policy is not null)
            arguments.AddRange(["--policy", Write(files, "policy.json", policy)]);
        arguments.AddRange(["--config", Write(files, "gateway.json", settings ?? "{}")]);
        return [.. arguments];
    }

    private static string Write(DirectoryInfo files, string name, string text)
    {
        var path = Path.Combine(files.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task ReplaceAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
