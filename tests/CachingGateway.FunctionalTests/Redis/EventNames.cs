using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>Remembers which events were logged.</summary>
internal sealed class EventNames : ILogger
{
    private readonly ConcurrentQueue<string?> _names = new();

    public int Count(string name) => _names.Count(each => each == name);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _names.Enqueue(eventId.Name);
}
