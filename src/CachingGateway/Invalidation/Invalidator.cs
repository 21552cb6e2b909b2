using CachingGateway.Entries;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Observability;

namespace CachingGateway.Invalidation;

/// <summary>
/// This replica: keeps what it knows of invalidations up to date, and takes new ones. Around <see cref="Replica"/>, which decides
/// everything, it does the sending, the waiting and the locking.
/// </summary>
internal sealed class Invalidator : IInvalidator, IViewSource, ILogListener, IAsyncDisposable
{
    /// <summary>How often a heartbeat is sent: a fifth of the time that it makes the view trusted.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    /// <summary>How soon one follows another that failed, or that left something to read.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);

    /// <summary>After how long an invalidation is given up whose generation does not come to rest.</summary>
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(15);

    private readonly IInvalidationLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger<Invalidator> _logger;
    private readonly Replica _replica;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _ticks;
    private readonly ConfirmationSender _confirmations;
    private readonly TaskCompletionSource _firstInStep = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InvalidationMetrics? _metrics;
    private readonly Tracing? _tracing;
    private long _beatDueAt = long.MinValue;
    private long _intents;
    private int _isBeating;
    private bool _wasTrusted;
    private long _lapses;

    public Invalidator(
        IInvalidationLog log, TimeProvider time, ILogger<Invalidator> logger, InvalidationMetrics? metrics = null, Tracing? tracing = null)
    {
        (_log, _time, _logger, _metrics, _tracing) = (log, time, logger, metrics, tracing);
        _replica = new Replica($"{Environment.ProcessId}-{GenerationId.New():x16}", log.IsShared, time, GenerationId.New);
        _confirmations = new ConfirmationSender(log, time, Position);
        log.Listen(this);
        // A log of this process answers before the first request can come.
        OnTick();
        _ticks = time.CreateTimer(static state => ((Invalidator)state!).OnTick(), this, Tick, Tick);
    }

    public string Id => _replica.Id;

    /// <summary>Whether there may be other replicas.</summary>
    public bool IsShared => _log.IsShared;

    /// <summary>Whether this replica knows all that was acknowledged; if not, it serves nothing that is stored.</summary>
    public bool IsInStep => View?.IsTrusted(_time.GetTimestamp()) ?? false;

    /// <summary>Whether it is, or was so lately.</summary>
    public bool WasInStep(TimeSpan lately) =>
        View?.IsTrusted(_time.GetTimestamp(), (long)(lately.TotalSeconds * _time.TimestampFrequency)) ?? false;

    /// <summary>How often it was not any more, since it started.</summary>
    public long Lapses => Volatile.Read(ref _lapses);

    /// <summary>Returns when this replica is in step for the first time, or after the limit.</summary>
    public async Task WhenFirstInStepAsync(TimeSpan limit)
    {
        try
        {
            await _firstInStep.Task.WaitAsync(limit, _time);
        }
        catch (TimeoutException)
        {
            // It works without, and will be in step when the log answers.
        }
    }

    /// <summary>How many replicas are alive, and how many records this one has not applied yet.</summary>
    public (int Live, long Lag) Standing
    {
        get
        {
            lock (_gate)
            {
                return (_replica.Live, _replica.Lag);
            }
        }
    }

    /// <summary>Who is there, and how far each is.</summary>
    public ReplicaReport Report
    {
        get
        {
            lock (_gate)
            {
                return _replica.Report();
            }
        }
    }

    /// <inheritdoc/>
    public InvalidationView? View => _replica.View;

    /// <inheritdoc/>
    public Task<Acknowledgement?> InvalidateAsync(InvalidationRequest request, CancellationToken cancellation) =>
        InvalidateAsync(request, intent: null, cancellation);

    /// <summary>
    /// Leaves word of a write that is about to be made, so that what it changes is invalidated even if this process does not live to
    /// do it. <see langword="null"/>: no word could be left.
    /// </summary>
    public async Task<string?> IntendAsync(InvalidationRequest request, TimeSpan deadline)
    {
        var intent = $"{_replica.Id}-{Interlocked.Increment(ref _intents)}";
        return await _log.IntendAsync(intent, request, deadline) ? intent : null;
    }

    /// <summary>The latest invalidations, the newest first; <see langword="null"/>: the log is out of reach.</summary>
    public Task<IReadOnlyList<LedgerEntry>?> ReadLedgerAsync(int most) => _log.ReadLedgerAsync(most);

    /// <summary>The write was refused: nothing has changed.</summary>
    public Task ForgetAsync(string intent) => _log.ForgetAsync(intent);

    private async Task<Acknowledgement?> InvalidateAsync(InvalidationRequest request, string? intent, CancellationToken cancellation)
    {
        using var span = _tracing?.Start(SpanNames.Invalidate);
        var acknowledgement = await TryInvalidateAsync(request, intent, cancellation);
        _metrics?.Count(request.Source, acknowledgement);
        span?.SetTag(SpanNames.Source, request.Source)
            .SetTag(SpanNames.Targets, request.Targets.Count)
            .SetTag(SpanNames.Sequence, acknowledgement?.Fence.ToString())
            .SetTag(SpanNames.Live, acknowledgement?.Live)
            .SetTag(SpanNames.Confirmed, acknowledgement?.Confirmed)
            .SetTag(SpanNames.Outcome, InvalidationMetrics.OutcomeOf(acknowledgement));
        return acknowledgement;
    }

    private async Task<Acknowledgement?> TryInvalidateAsync(InvalidationRequest request, string? intent, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(GiveUp);
        while (await _log.TakeAsync(NewTake(request, intent)) is { } reply)
        {
            var pending = Register(reply);
            try
            {
                if (await pending.Outcome.WaitAsync(limit.Token) == PendingOutcome.Certain)
                {
                    var (live, confirmed) = pending.Replicas;
                    var acknowledgement = new Acknowledgement(reply.Fence, live, confirmed, _time.GetElapsedTime(began), reply.IsRepeat);
                    if (!reply.IsRepeat)
                    {
                        _log.Note(reply.Fence, new LedgerOutcome(live, confirmed, acknowledgement.Elapsed.TotalMilliseconds));
                        Log.Invalidated(_logger, request.Source, request.Cause, request.Targets.Count, reply.Fence.Sequence, live, confirmed, (long)acknowledgement.Elapsed.TotalMilliseconds);
                    }

                    return acknowledgement;
                }
            }
            catch (OperationCanceledException)
            {
                lock (_gate)
                {
                    _replica.Forget(pending);
                }

                if (cancellation.IsCancellationRequested)
                    throw;
                return null;
            }
        }

        return null;
    }

    /// <summary>
    /// Invalidates what has changed already, whatever happens. Where the log cannot take it, this replica serves nothing that is
    /// stored until it has, and the answer is <see langword="null"/>.
    /// </summary>
    /// <param name="request">What to invalidate.</param>
    /// <param name="intent">The word that was left of it.</param>
    public async Task<Acknowledgement?> InvalidateOrOweAsync(InvalidationRequest request, string? intent = null)
    {
        if (await InvalidateAsync(request, intent, _stop.Token) is { } acknowledgement)
            return acknowledgement;
        Owe(request, intent);
        return null;
    }

    /// <summary>
    /// Invalidates what has changed already as soon as the log can take it; until then this replica serves nothing that is stored.
    /// </summary>
    public void Owe(InvalidationRequest request, string? intent = null)
    {
        lock (_gate)
        {
            _replica.Owe();
        }

        _ = PayAsync(request, intent);
    }

    public void OnTaken(LogMessage message)
    {
        bool isBehind;
        lock (_gate)
        {
            _replica.OnTaken(message);
            isBehind = _replica.IsBehind;
        }

        _confirmations.Send();
        if (isBehind)
            BeatSoon();
    }

    public void OnConfirmed(Confirmation confirmation)
    {
        lock (_gate)
        {
            _replica.OnConfirmed(confirmation);
        }
    }

    public void OnInterrupted()
    {
        lock (_gate)
        {
            _replica.OnInterrupted();
        }

        BeatSoon();
    }

    /// <summary>Rule 11: distrusts first and leaves last.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _ticks.DisposeAsync();
        lock (_gate)
        {
            _replica.Leave();
        }

        await _log.LeaveAsync(_replica.Id);
        _stop.Dispose();
    }

    private async Task PayAsync(InvalidationRequest request, string? intent)
    {
        try
        {
            while (await InvalidateAsync(request, intent, _stop.Token) is null)
                await Task.Delay(Interval, _time, _stop.Token);
            lock (_gate)
            {
                _replica.Pay();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway ends, and with it all that it could have served.
        }
    }

    private Confirmation? Position()
    {
        lock (_gate)
        {
            return _replica.Confirmation;
        }
    }

    private TakeRequest NewTake(InvalidationRequest request, string? intent)
    {
        lock (_gate)
        {
            return _replica.Take(request, intent);
        }
    }

    private PendingAcknowledgement Register(TakeReply reply)
    {
        bool isBehind;
        PendingAcknowledgement pending;
        lock (_gate)
        {
            pending = _replica.OnTook(reply);
            isBehind = _replica.IsBehind;
        }

        if (isBehind)
            BeatSoon();
        return pending;
    }

    private void OnTick()
    {
        bool isDue;
        lock (_gate)
        {
            _replica.OnTick();
            isDue = _time.GetTimestamp() >= _beatDueAt;
        }

        if (isDue)
            BeatSoon();
    }

    // One in flight: who finds one is served by the next.
    private void BeatSoon()
    {
        if (!_stop.IsCancellationRequested && Interlocked.Exchange(ref _isBeating, 1) == 0)
            _ = BeatAsync();
    }

    private async Task BeatAsync()
    {
        var isGood = false;
        try
        {
            isGood = await TryBeatAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.BeatFailed(_logger, exception);
        }
        finally
        {
            lock (_gate)
            {
                var pause = isGood && !_replica.IsBehind ? Interval : Retry;
                _beatDueAt = _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency);
            }

            Volatile.Write(ref _isBeating, 0);
            TellTrust();
        }
    }

    private async Task<bool> TryBeatAsync()
    {
        // A time without trust that this heartbeat ends is told too.
        TellTrust();
        BeatRequest request;
        long sentAt;
        lock (_gate)
        {
            (request, sentAt) = _replica.Beat();
        }

        if (await _log.BeatAsync(request) is not { } reply)
            return false;
        // One that was sent late may end a time without trust that began while it was on its way.
        TellTrust();
        lock (_gate)
        {
            _replica.OnBeat(reply, request, sentAt);
        }

        _confirmations.Send();
        return true;
    }

    private void TellTrust()
    {
        var isTrusted = IsInStep;
        if (isTrusted)
            _firstInStep.TrySetResult();
        if (isTrusted == _wasTrusted || !_log.IsShared)
            return;
        _wasTrusted = isTrusted;
        if (isTrusted)
        {
            Log.Trusted(_logger, View!.Generation);
            return;
        }

        Interlocked.Increment(ref _lapses);
        Log.Distrusted(_logger);
    }
}
