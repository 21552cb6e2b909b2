namespace CachingGateway.Pipeline;

/// <summary>
/// Ends a request whose origin has not begun to answer in time, or, where it is begun again, has not gone on, by way of its
/// <see cref="HttpContext.RequestAborted"/>.
/// </summary>
internal sealed class HeadTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _client;
    private readonly TimeSpan _timeout;

    public HeadTimeout(HttpContext context, TimeSpan timeout)
    {
        _client = context.RequestAborted;
        _source = CancellationTokenSource.CreateLinkedTokenSource(_client);
        _timeout = timeout;
        Begin();
        context.RequestAborted = _source.Token;
    }

    /// <summary>Whether it was this that ended the request, not its client.</summary>
    public bool HasPassed => _source.IsCancellationRequested && !_client.IsCancellationRequested;

    /// <summary>It is the origin that is waited for, from now on.</summary>
    public void Begin() => _source.CancelAfter(_timeout);

    /// <summary>It is not the origin that is waited for.</summary>
    public void Stop() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose() => _source.Dispose();
}
