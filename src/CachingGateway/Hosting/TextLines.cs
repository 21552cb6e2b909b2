using System.Diagnostics;
using System.Globalization;
using CachingGateway.Observability;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CachingGateway.Hosting;

/// <summary>Lines for people: time, level, event, what happened, and the trace that it belongs to.</summary>
internal sealed class TextLines(TimeProvider time, LogLimit limit) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "text-lines";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (!limit.Allows(logEntry.Category, logEntry.EventId, logEntry.LogLevel))
            return;
        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss ", CultureInfo.InvariantCulture));
        textWriter.Write(WordOf(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.EventId.Name ?? logEntry.Category);
        textWriter.Write(": ");
        textWriter.Write(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (Activity.Current is { } span)
            textWriter.Write($" (trace {span.TraceId})");
        textWriter.WriteLine();
        if (logEntry.Exception is { } exception)
            textWriter.WriteLine(exception);
    }

    private static string WordOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
