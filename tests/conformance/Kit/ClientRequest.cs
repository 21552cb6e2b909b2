using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CachingGateway.TestKit;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>A client with a connection of its own for one request.</summary>
internal sealed class ClientRequest(Exchange exchange, string path)
{
    public string Render(Template template)
    {
        var text = new StringBuilder($"{exchange.Method} {exchange.Prefix}{path}{exchange.Suffix} HTTP/1.1\r\n");
        if (!exchange.Fields.Any(f => f.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)))
            text.Append($"Host: {Template.Host}\r\n");
        foreach (var line in exchange.Fields)
            text.Append(template.Expand(line)).Append("\r\n");
        if (exchange is { Body: not null, IsFramed: false })
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {exchange.Body.Length}\r\n");
        return text.Append("\r\n").Append(exchange.Body).ToString();
    }

    /// <returns>The response, if a whole one came; how many bytes followed it; what came in words.</returns>
    public async Task<(RawResponse? Response, int Behind, string Says)> SendAsync(Uri cache, string text)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(cache);
            await client.SendAsync(text);
            var response = await client.ReadFinalResponseAsync(exchange.Method);
            var behind = exchange.IsLast ? (await client.ReadUntilClosedAsync()).Length : 0;
            return (response, behind, Describe(response));
        }
        catch (Exception e) when (e is IOException or SocketException or FormatException)
        {
            return (null, 0, $"(no whole response: {e.Message})");
        }
    }

    private static string Describe(RawResponse response) =>
        $"{response.StatusLine}\n{string.Join('\n', response.Headers.Select(h => $"{h.Key}: {h.Value}"))}\n\n{response.Text}";
}
