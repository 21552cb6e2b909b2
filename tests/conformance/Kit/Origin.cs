using System.Collections.Concurrent;
using System.Globalization;
using CachingGateway.TestKit;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>One origin for all cases: the first segment of the path says whose request it is.</summary>
internal sealed class Origin : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, CaseRun> _runs = new(StringComparer.Ordinal);
    private readonly RawOrigin _origin;

    private Origin() => _origin = RawOrigin.Start(AnswerAsync);

    public Uri Address => _origin.Address;

    public static Origin Start() => new();

    public void Add(CaseRun run) => _runs[run.Path] = run;

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    private async Task AnswerAsync(RawConnection connection, string[] head)
    {
        var request = await ReadAsync(connection, head);
        var segment = "/" + request.Path.Split('/', 3)[1];
        if (_runs.TryGetValue(segment, out var run))
            await run.AnswerAsync(connection, request);
        else
            await connection.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }

    private static async Task<ReceivedRequest> ReadAsync(RawConnection connection, string[] head)
    {
        var line = head[0].Split(' ');
        var fields = head.Skip(1).Select(f => f.Split(':', 2)).Select(f => KeyValuePair.Create(f[0], f[1].Trim(' ', '\t')))
            .ToList();
        var request = new ReceivedRequest(line[0], line[1], fields, []);
        if (request.Header("Transfer-Encoding") is not null)
            return request with { Body = await connection.ReadChunkedAsync() };
        return request.Header("Content-Length") is { } length
            ? request with { Body = await connection.ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture)) }
            : request;
    }
}
