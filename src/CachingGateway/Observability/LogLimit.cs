using System.Collections.Concurrent;

namespace CachingGateway.Observability;

/// <summary>
/// Keeps one kind of log line from drowning the others when something goes wrong with every request: of each, so many a second are
/// let through, and it is counted how many were not.
/// </summary>
internal sealed class LogLimit(TimeProvider time)
{
    /// <summary>Of lines that an operator sees without having asked for them.</summary>
    public const int MostPerSecond = 20;

    /// <summary>Of lines below the level of information, which somebody has asked for.</summary>
    public const int MostDetailsPerSecond = 1000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // As many as there are kinds of lines in the code of the gateway and of what it stands on.
    private readonly ConcurrentDictionary<(string Category, int Id), Window> _windows = new();

    /// <summary>Whether a line may be written now.</summary>
    public bool Allows(string category, EventId id, LogLevel level)
    {
        var window = _windows.GetOrAdd((category, id.Id), static (_, name) => new Window(name), id.Name ?? category);
        var most = level < LogLevel.Information ? MostDetailsPerSecond : MostPerSecond;
        return window.Allows(most, time.GetTimestamp(), (long)(Second.TotalSeconds * time.TimestampFrequency));
    }

    /// <summary>How many lines of each kind were left out since this was asked last.</summary>
    public IReadOnlyList<(string Event, long Lines)> TakeLeftOut() =>
        [.. _windows.Values.Select(window => (window.Name, window.TakeLeftOut())).Where(kind => kind.Item2 > 0)];

    private sealed class Window(string name)
    {
        private readonly Lock _gate = new();
        private long _since = long.MinValue;
        private int _written;
        private long _leftOut;

        public string Name => name;

        public bool Allows(int most, long now, long length)
        {
            lock (_gate)
            {
                if (_since == long.MinValue || now - _since >= length)
                    (_since, _written) = (now, 0);
                if (_written < most)
                {
                    _written++;
                    return true;
                }

                _leftOut++;
                return false;
            }
        }

        public long TakeLeftOut()
        {
            lock (_gate)
            {
                var taken = _leftOut;
                _leftOut = 0;
                return taken;
            }
        }
    }
}
