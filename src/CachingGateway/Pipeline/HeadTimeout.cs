namespace CachingGateway.Pipeline;

/// <summary>Ends a request whose origin has not begun to answer in time, by way of its <see cref="HttpContext.RequestAborted"/>.</summary>
internal sealed class HeadTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _client;

    public HeadTimeout(HttpContext context, TimeSpan timeout)
    {
        _client = context.RequestAborted;
        _source = CancellationTokenSource.CreateLinkedTokenSource(_client);
        _source.CancelAfter(timeout);
        context.RequestAborted = _source.Token;
    }

    /// <summary>Whether it was this that ended the request, not its client.</summary>
    public bool HasPassed => _source.IsCancellationRequested && !_client.IsCancellationRequested;

    /// <summary>The origin has begun to answer.</summary>
    public void Stop() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose() => _source.Dispose();
}
