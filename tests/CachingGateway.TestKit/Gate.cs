namespace CachingGateway.TestKit;

/// <summary>Something that has not happened yet: opened once, by the test or by what it watches.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => _opened.Task.IsCompleted;

    public void Open() => _opened.TrySetResult();

    /// <summary>Ends when the gate is opened or the default deadline has passed.</summary>
    public Task Opened(CancellationToken cancellation = default) => _opened.Task.WaitAsync(Deadline.Default, cancellation);
}
