using CachingGateway.Entries;

namespace CachingGateway.Invalidation.Logs;

/// <summary>The log of a gateway without Redis: in its own process, told and confirmed at once.</summary>
internal sealed class EmbeddedLog(int maxRecords, TimeProvider time) : IInvalidationLog
{
    private readonly Lock _gate = new();
    private readonly LogState _state = new("embedded", maxRecords);
    private ILogListener? _listener;

    public bool IsShared => false;

    public Task<BeatReply?> BeatAsync(BeatRequest request)
    {
        lock (_gate)
        {
            return Task.FromResult<BeatReply?>(_state.Beat(request, Now(), Tell));
        }
    }

    public Task<TakeReply?> TakeAsync(TakeRequest request)
    {
        // Told before the lock is left, so that records are told in the order of their numbers.
        lock (_gate)
        {
            return Task.FromResult<TakeReply?>(_state.Take(request, Now(), Tell));
        }
    }

    public Task<bool> IntendAsync(string intent, InvalidationRequest invalidation, TimeSpan deadline)
    {
        lock (_gate)
        {
            _state.Intend(intent, invalidation, Now() + (long)deadline.TotalMilliseconds);
        }

        return Task.FromResult(true);
    }

    public Task ForgetAsync(string intent)
    {
        lock (_gate)
        {
            _state.Forget(intent);
        }

        return Task.CompletedTask;
    }

    public void Confirm(Confirmation confirmation)
    {
    }

    public void Note(Fence fence, LedgerOutcome outcome)
    {
        lock (_gate)
        {
            _state.Ledger.Note(fence, outcome);
        }
    }

    public void NoteSwept(SweptEntries swept)
    {
        lock (_gate)
        {
            _state.Ledger.NoteSwept(swept);
        }
    }

    public Task<IReadOnlyList<LedgerEntry>?> ReadLedgerAsync(int most)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<LedgerEntry>?>(_state.Ledger.Read(most));
        }
    }

    public Task LeaveAsync(string id) => Task.CompletedTask;

    public void Listen(ILogListener listener) => _listener = listener;

    private void Tell(LogMessage message) => _listener?.OnTaken(message);

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
