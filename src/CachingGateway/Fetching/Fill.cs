using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Keys;
using CachingGateway.Policies;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Fetching;

/// <summary>
/// One question to the origin and its answer. It belongs to its key, not to the client that caused it: that one may leave, and
/// others may join for as long as the answer is for everybody.
/// </summary>
internal sealed class Fill : IDisposable
{
    private readonly TaskCompletionSource<FillHead> _head;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private volatile FillHead.Shared? _shared;
    private int _waiters;
    private bool _isDisposed;
    private volatile bool _isAbandoned;

    /// <param name="key">The question.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isAlone">
    /// Nobody can join it. Its one client then goes on where the answer was received, without a change of threads.
    /// </param>
    public Fill(FillKey key, FillRequest request, TimeProvider time, bool isAlone)
    {
        IsAlone = isAlone;
        _head = new TaskCompletionSource<FillHead>(isAlone ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
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

    /// <summary>When the origin is asked, and what was known of invalidations then.</summary>
    public FillFence Fence { get; } = new();

    /// <summary>Ends the fill: too slow, broken off, or wanted by nobody.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>
    /// The end of the fill before it that could not be joined because nothing is trusted; this one waits a little for it, so that those
    /// who come meanwhile still share one call. Not that fill itself: a hot key would make an endless chain of them.
    /// </summary>
    public Task? Predecessor { get; init; }

    /// <summary>
    /// As whom the fill before it asked, whose answer is too old for who caused this one: its right to make the fetch alone is worth
    /// nothing any more.
    /// </summary>
    public LeaseHolder? Displaced { get; init; }

    /// <summary>Whether the client asked for an answer of its own: nobody joins, and nothing shared will do.</summary>
    public bool IsAlone { get; }

    /// <summary>The right among replicas to make this fetch; given back once it is stored, or will not be.</summary>
    public FillLease Lease { get; set; } = FillLease.None;

    /// <summary>
    /// What is stored already and stale: the origin is asked whether it still holds. Set before the fill starts; taken back where a
    /// purge has come in between.
    /// </summary>
    public CacheEntry? Validated { get; set; }

    /// <summary>What is stored and stale, asked about or not: it may stand in for an answer that is an error.</summary>
    public CacheEntry? Stale { get; private set; }

    /// <summary>Notes what is stored, to be asked about if that is possible; before the origin is asked.</summary>
    public void Hold(CacheEntry? stale)
    {
        Stale = stale;
        Validated = stale is not null && Revalidation.IsPossible(stale) ? stale : null;
    }

    /// <summary>Its span; <see langword="null"/>: nobody is told of any.</summary>
    public FillTrace? Trace { get; init; }

    /// <summary>How many have joined and not left.</summary>
    public int Waiters => Volatile.Read(ref _waiters);

    /// <summary>Ends when the fill has.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What became of it, as soon as the head of the answer is known.</summary>
    public Task<FillHead> Head => _head.Task;

    /// <summary>When the head was received, as timestamp and as date.</summary>
    public (long Timestamp, DateTimeOffset Date) ReceivedAt { get; private set; }

    /// <summary>What came behind the body; set before the body ends.</summary>
    public IHeaderDictionary? Trailers { get; set; }

    /// <summary>For how long the answer may be stored; set with the head.</summary>
    public StoreDecision Decision { get; set; }

    /// <summary>Whether the origin took too long, to its first byte or between two.</summary>
    public bool IsTimedOut => Cancellation.IsCancellationRequested && !_isAbandoned;

    /// <summary>Counts one more who waits, if the answer may be for somebody who comes now.</summary>
    /// <param name="arrival">What was known when he came.</param>
    /// <param name="maxWaiters">How many may wait.</param>
    public FillJoin Join(in Arrival arrival, int maxWaiters)
    {
        var entrance = Fence.Enter(_shared?.Labels ?? Request.Labels, arrival);
        if (entrance == FillEntrance.Closed)
            return FillJoin.TooOld;
        if (Interlocked.Increment(ref _waiters) <= maxWaiters)
            return entrance == FillEntrance.AfterSent ? FillJoin.Sent : FillJoin.Unsent;
        Leave();
        return FillJoin.TooMany;
    }

    /// <summary>One of those who joined has his answer, or has left.</summary>
    public void Leave() => Interlocked.Decrement(ref _waiters);

    /// <summary>The timestamp at which the origin was asked.</summary>
    public long SentAt { get; private set; }

    public void Send() => SentAt = _time.GetTimestamp();

    /// <summary>How long the origin took to the head of its answer.</summary>
    public TimeSpan Delay => _time.GetElapsedTime(SentAt, ReceivedAt.Timestamp);

    public void Receive() => ReceivedAt = (_time.GetTimestamp(), _time.GetUtcNow());

    /// <summary>Settles the head; only the first word counts.</summary>
    public void Decide(FillHead head)
    {
        if (head is FillHead.Private)
            Body.StopKeeping();
        // Before anybody is told: who is turned away by them comes back at once, and must not be let in again.
        else if (head is FillHead.Shared shared)
            _shared = shared;
        _head.TrySetResult(head);
    }

    /// <summary>The origin is alive: its time begins anew.</summary>
    public void Progress() => EndAfter(Request.Route.Timeout);

    /// <summary>It is not the origin that is waited for: its time stands still until <see cref="Progress"/>.</summary>
    public void Rest() => EndAfter(Timeout.InfiniteTimeSpan);

    /// <summary>The same, but not for longer than this.</summary>
    public void Rest(TimeSpan atMost) => EndAfter(atMost);

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

        _ended.TrySetResult();
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
internal sealed record FillRequest(RouteRules Route, RequestKey Key, RequestHead Head, ReadOnlyMemory<byte> Body, int PolicyVersion)
{
    /// <summary>What invalidations can name the answer by, as far as that is known before it is there.</summary>
    public EntryLabels Labels { get; } = LabelsOf(Route, Key);

    private static EntryLabels LabelsOf(RouteRules route, RequestKey key)
    {
        var (url, host) = UrlTargets.IdsOf(key, route.Key.Settings.Host);
        return new EntryLabels(key.Name, route.Name, [.. route.Tags.Select(tag => tag.RenderTag(key.Values))], url, host);
    }
}

/// <summary>What became of the attempt to join a fill.</summary>
internal enum FillJoin
{
    /// <summary>Joined before the origin was asked: whatever it says is newer.</summary>
    Unsent,

    /// <summary>Joined after; what it says is to be held against his arrival once its tags are known.</summary>
    Sent,

    /// <summary>The answer may be older than what was invalidated before he came.</summary>
    TooOld,

    /// <summary>Too many wait already.</summary>
    TooMany,
}
