using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CachingGateway.SoakTests.Checking;

namespace CachingGateway.SoakTests.Traffic;

/// <summary>One delivery of the origin's, which may be posted more than once.</summary>
/// <param name="Type">The event's name.</param>
/// <param name="Group">Which group it is about.</param>
/// <param name="Id">Which resource it is about.</param>
/// <param name="IsSigned">Whether by signature, with an id by which gateways know it again; else by token.</param>
internal sealed record Webhook(string Type, int Group, int Id, bool IsSigned)
{
    private readonly string _delivery = $"soak-{Guid.NewGuid():n}";

    /// <summary>What is said when a resource has changed.</summary>
    public static Webhook For(Resource resource, string change, bool isSigned) =>
        new($"{resource.Kind.ToString().ToLowerInvariant()}.{change}", resource.Group, resource.Id, isSigned);

    /// <summary>A request that posts it, signed now.</summary>
    public HttpRequestMessage NewRequest()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = Type, data = new { id = Id.ToString(CultureInfo.InvariantCulture), group = Group.ToString(CultureInfo.InvariantCulture) },
        });
        var source = IsSigned ? "origin" : "table";
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/events/{source}", UriKind.Relative))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (IsSigned)
            Sign(request.Headers, body);
        else
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SoakPolicy.Token);
        return request;
    }

    // As standardwebhooks.com says, and not by the product's own code.
    private void Sign(HttpRequestHeaders headers, byte[] body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{_delivery}.{timestamp}."), .. body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(SoakPolicy.SigningKey), signed));
        headers.Add("webhook-id", _delivery);
        headers.Add("webhook-timestamp", timestamp);
        headers.TryAddWithoutValidation("webhook-signature", $"v1,{signature}");
    }
}
