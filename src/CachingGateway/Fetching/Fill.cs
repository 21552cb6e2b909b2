using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Keys;
using CachingGateway.Policies;

namespace CachingGateway.Fetching;

/// <summary>
/// One question to the origin and its answer. It belongs to its key, not to the client that caused it: that one may leave, and
/// others may join for as long as the answer is for everybody.
/// </summary>
internal sealed class Fill : IDisposable
{
    private readonly TaskCompletionSource<FillHead> _head = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private int _waiters;
    private bool _isDisposed;
    private volatile bool _isAbandoned;
    private volatile bool _isRetired;

    public Fill(FillKey key, FillRequest request, TimeProvider time)
    {
        Key = key;
        Request = request;
        _time = time;
        _cancellation = new CancellationTokenSource(request.Route.Timeout, time);
        Cancellation = _cancellation.Token;
        Body = new FillBody(Abandon);
    }

    public FillKey Key { get; }

    public FillRequest Request { get; }

    public FillBody Body { get; }

    /// <summary>Ends the fill: too slow, broken off, or wanted by nobody.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>What became of it, as soon as the head of the answer is known.</summary>
    public Task<FillHead> Head => _head.Task;

    /// <summary>When the head was received, as timestamp and as date.</summary>
    public (long Timestamp, DateTimeOffset Date) ReceivedAt { get; private set; }

    /// <summary>What came behind the body; set before the body ends.</summary>
    public IHeaderDictionary? Trailers { get; set; }

    /// <summary>For how long the answer may be stored; set with the head.</summary>
    public StoreDecision Decision { get; set; }

    /// <summary>An unsafe request has changed the resource since: the answer may go to those who wait, but is not stored.</summary>
    public bool IsRetired => _isRetired;

    /// <summary>Whether the origin took too long, to its first byte or between two.</summary>
    public bool IsTimedOut => Cancellation.IsCancellationRequested && !_isAbandoned;

    /// <summary>Counts one more who waits; fails when there are too many.</summary>
    public bool TryJoin(int maxWaiters)
    {
        if (Interlocked.Increment(ref _waiters) <= maxWaiters)
            return true;
        Leave();
        return false;
    }

    /// <summary>One of those who joined has his answer, or has left.</summary>
    public void Leave() => Interlocked.Decrement(ref _waiters);

    public void Receive() => ReceivedAt = (_time.GetTimestamp(), _time.GetUtcNow());

    /// <summary>Settles the head; only the first word counts.</summary>
    public void Decide(FillHead head)
    {
        if (head is FillHead.Private)
            Body.StopKeeping();
        _head.TrySetResult(head);
    }

    /// <summary>The origin is alive: its time begins anew.</summary>
    public void Progress() => EndAfter(Request.Route.Timeout);

    /// <summary>It is not the origin that is waited for: its time stands still until <see cref="Progress"/>.</summary>
    public void Rest() => EndAfter(Timeout.InfiniteTimeSpan);

    public void Retire() => _isRetired = true;

    public void Cancel()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isAbandoned |= !Cancellation.IsCancellationRequested;
        }

        _cancellation.Cancel();
    }

    /// <summary>The origin has said its last word; who still reads the body is not disturbed.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _cancellation.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private void EndAfter(TimeSpan time)
    {
        lock (_gate)
        {
            if (!_isDisposed)
                _cancellation.CancelAfter(time);
        }
    }

    private void Abandon()
    {
        // The head may be decided on the very thread that reads the answer: what cancels it must not run there.
        ThreadPool.UnsafeQueueUserWorkItem(static fill => fill.Cancel(), this, preferLocal: false);
    }
}

/// <summary>What to ask the origin, and on behalf of which rules.</summary>
/// <param name="Route">The route, as it was when the request came.</param>
/// <param name="Key">The request's key.</param>
/// <param name="Head">The request that caused the fill; its header fields are a copy of their own.</param>
/// <param name="Body">The keyed body in its canonical form, which the origin is sent; empty where none is keyed.</param>
/// <param name="PolicyVersion">The policy that the route is of.</param>
internal sealed record FillRequest(RouteRules Route, RequestKey Key, RequestHead Head, ReadOnlyMemory<byte> Body, int PolicyVersion);
