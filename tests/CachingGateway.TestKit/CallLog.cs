namespace CachingGateway.TestKit;

/// <summary>Which paths of an origin were called, how often and with what; and the waits for it.</summary>
internal sealed class CallLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<ReceivedRequest> _received = [];
    private readonly List<(string Path, int Times, TaskCompletionSource Reached)> _waits = [];

    public int Total
    {
        get
        {
            lock (_lock)
                return _counts.Values.Sum();
        }
    }

    public int Count(string path)
    {
        lock (_lock)
            return _counts.GetValueOrDefault(path);
    }

    public IReadOnlyList<ReceivedRequest> Received(string path)
    {
        lock (_lock)
            return [.. _received.Where(r => r.Path == path)];
    }

    public void Called(string path)
    {
        lock (_lock)
        {
            var count = _counts[path] = _counts.GetValueOrDefault(path) + 1;
            foreach (var wait in _waits.Where(w => w.Path == path && w.Times <= count))
                wait.Reached.TrySetResult();
            _waits.RemoveAll(w => w.Reached.Task.IsCompleted);
        }
    }

    public void Keep(ReceivedRequest request)
    {
        lock (_lock)
            _received.Add(request);
    }

    public Task WhenCalled(string path, int times)
    {
        lock (_lock)
        {
            if (_counts.GetValueOrDefault(path) >= times)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((path, times, reached));
            return reached.Task;
        }
    }
}
