using System.Text;
using System.Text.Json;
using CachingGateway.Management.Access;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Management;

/// <summary>What the management listener answered.</summary>
internal sealed record Told(int Status, string? Type, JsonElement Json, IReadOnlyDictionary<string, string> Headers)
{
    public string? Reason => Json.GetProperty("reason").GetString();

    /// <summary>A member of the answer, by its path: <c>replicas.live</c>, <c>keys.0.name</c>.</summary>
    public JsonElement this[string path] => path.Split('.').Aggregate(
        Json, (json, part) => json.ValueKind == JsonValueKind.Array ? json[int.Parse(part, null)] : json.GetProperty(part));

    public IReadOnlyList<string?> Each(string list, string member) =>
        [.. this[list].EnumerateArray().Select(item => item.GetProperty(member).GetString())];

    /// <summary>Refused, in the one form that errors have.</summary>
    public void IsProblem(int status, string reason)
    {
        Assert.Equal((status, "application/problem+json", reason), (Status, Type, Reason));
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
    }

    public override string ToString() => $"{Status}: {Json}";
}

/// <summary>What operators ask of a gateway under test.</summary>
internal static class Operators
{
    /// <summary>Tokens of every scope; each is its scope's name behind the colon, with a dash.</summary>
    public static string Tokens { get; } = $$"""
        "Management": { "Tokens": {
          "reader": { "Hash": "{{HashOf("read-")}}", "Scopes": "cache:read" },
          "retirer": { "Hash": "{{HashOf("invalidate-")}}", "Scopes": ["cache:invalidate"] },
          "both": { "Hash": "{{HashOf("both-")}}", "Scopes": "cache:read cache:invalidate" },
          "chief": { "Hash": "{{HashOf("admin-")}}", "Scopes": "cache:admin" },
          "api": { "Hash": "{{HashOf("api-")}}", "Scopes": "api:admin" } } }
        """;

    public static string HashOf(string token) => TokenHash.Write(TokenHash.Of(token));

    public static Task<Told> LookAsync(this TestGateway gateway, string target, params (string Name, string Value)[] headers) =>
        gateway.ManageAsync(HttpMethod.Get, target, null, headers);

    public static Task<Told> LookAsAsync(this TestGateway gateway, string token, string target) =>
        gateway.LookAsync(target, ("Authorization", $"Bearer {token}"));

    public static Task<Told> CallAsync(this TestGateway gateway, string target, string json, params (string Name, string Value)[] headers) =>
        gateway.ManageAsync(HttpMethod.Post, target, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public static Task<Told> RetireAsync(this TestGateway gateway, string json, params (string Name, string Value)[] headers) =>
        gateway.CallAsync("/cache/purge", json, headers);

    public static async Task<Told> ManageAsync(
        this TestGateway gateway, HttpMethod method, string target, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(TestGateway.NewHandler()) { Timeout = Deadline.Default };
        using var request = new HttpRequestMessage(method, new Uri(gateway.ManagementAddress, target)) { Content = body };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Told(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonDocument.Parse(text).RootElement : default,
            response.Headers.Concat(response.Content.Headers).ToDictionary(field => field.Key, field => string.Join(", ", field.Value)));
    }

    /// <summary>An answer of the cache that is stored from now on.</summary>
    public static Task StoredAsync(this TestGateway gateway, string path, params (string Name, string Value)[] headers) =>
        Deadline.Eventually(() => gateway.GetAsync(path, headers), answer => answer.CacheStatus == "HIT");
}
