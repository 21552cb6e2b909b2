namespace CachingGateway.Fetching;

/// <summary>Ends an exchange whose client has gone, or in which nothing happens for too long. Costs next to nothing where nobody waits.</summary>
internal sealed class IdleTimeout : IBodyWaits, IDisposable
{
    [ThreadStatic]
    private static CancellationTokenSource? _spare;

    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _client;
    private readonly TimeSpan _limit;

    public IdleTimeout(TimeSpan limit, CancellationToken client)
    {
        (_source, _spare) = (_spare ?? new CancellationTokenSource(), null);
        _limit = limit;
        _client = client.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    public void ForOrigin() => _source.CancelAfter(_limit);

    public void ForClient() => _source.CancelAfter(_limit);

    public void Dispose()
    {
        // Returns when the client's leaving, should it be telling of it now, has been told.
        _client.Dispose();
        if (_source.TryReset())
            _spare = _source;
        else
            _source.Dispose();
    }
}
