using System.Diagnostics;
using System.Text.Json;
using CachingGateway.Hosting;
using CachingGateway.Observability;
using CachingGateway.UnitTests.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Xunit;

namespace CachingGateway.UnitTests.Hosting;

public class LogLinesTests
{
    private static readonly ManualTime Time = new();

    private readonly ConsoleFormatter _json = new JsonLines(Time, new LogLimit(Time));
    private readonly ConsoleFormatter _text = new TextLines(Time, new LogLimit(Time));

    [Fact]
    public void Json_HasEventAndValues_AndTheTraceWhereThereIsOne()
    {
        Assert.False(JsonDocument.Parse(Line(_json)).RootElement.TryGetProperty("trace_id", out _));

        using var span = new Activity("request").Start();
        var line = JsonDocument.Parse(Line(_json)).RootElement;

        Assert.Equal("cache_redis_full", line.GetProperty("event").GetString());
        Assert.Equal(5, line.GetProperty("used").GetInt64());
        Assert.Equal(span.TraceId.ToHexString(), line.GetProperty("trace_id").GetString());
        Assert.Equal(span.SpanId.ToHexString(), line.GetProperty("span_id").GetString());
    }

    [Fact]
    public void Text_IsOneLine_WithTheTraceAtItsEnd()
    {
        Assert.EndsWith(" warning cache_redis_full: Redis uses 5 bytes\n", Line(_text), StringComparison.Ordinal);

        using var span = new Activity("request").Start();
        Assert.EndsWith($": Redis uses 5 bytes (trace {span.TraceId})\n", Line(_text), StringComparison.Ordinal);
    }

    [Fact]
    public void FloodOfOneLine_IsCutOff()
    {
        var lines = Enumerable.Range(0, 100).Select(_ => Line(_json)).ToArray();

        Assert.Equal(LogLimit.MostPerSecond, lines.Count(line => line.Length > 0));
    }

    private static string Line(ConsoleFormatter formatter)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        KeyValuePair<string, object?>[] values = [new("Used", 5L), new("{OriginalFormat}", "Redis uses {Used} bytes")];
        formatter.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                LogLevel.Warning, "Category", new EventId(302, "cache_redis_full"), values, null, (_, _) => "Redis uses 5 bytes"),
            null,
            writer);
        return writer.ToString();
    }
}
