using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CachingGateway.Http;
using CachingGateway.Management;

namespace CachingGateway.Commands.Running;

/// <summary>What a gateway answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Json">The body; <see langword="null"/>: it is no JSON, so something else than a gateway answers there.</param>
/// <param name="Sequence">Generation and sequence, where something was retired.</param>
internal sealed record ManagementReply(int Status, JsonElement? Json, string? Sequence)
{
    public bool IsGood => Status is >= 200 and < 300 && Json is not null;

    /// <exception cref="JsonException">A gateway of another version answers otherwise.</exception>
    public T Read<T>() => Json!.Value.Deserialize<T>(ManagementJson.Options)!;
}

/// <summary>Asks the management listener of a running gateway.</summary>
/// <param name="token"><see langword="null"/>: without one.</param>
internal sealed class ManagementClient(Uri management, string? token) : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Uri Management => management;

    public Task<ManagementReply> GetAsync(string target, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, target, null, cancellation);

    public Task<ManagementReply> PostAsync<T>(string target, T body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, target, JsonContent.Create(body, options: ManagementJson.Options), cancellation);

    public void Dispose() => _client.Dispose();

    private async Task<ManagementReply> SendAsync(HttpMethod method, string target, HttpContent? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(management, target)) { Content = body };
        if (!string.IsNullOrEmpty(token))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request, cancellation);
        return new ManagementReply(
            (int)response.StatusCode,
            Parse(await response.Content.ReadAsByteArrayAsync(cancellation)),
            response.Headers.TryGetValues(FieldNames.XCacheSequence, out var sequence) ? sequence.First() : null);
    }

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
