namespace CachingGateway.Invalidation.Logs;

/// <summary>
/// Group commit: what is asked for while a call is on its way goes in the next one, together and in the order in which it was asked for.
/// Whoever finds none on its way sends at once, so that who comes alone waits for nobody.
/// </summary>
/// <remarks>
/// The wait has an end. A call ends by its own time limit. Whoever finds one that hangs goes in the next one after that, or was left
/// over by it too; who has waited longer than <paramref name="patience"/> by then is not sent any more. So nobody waits longer than
/// that time and one call besides.
/// </remarks>
/// <param name="send">
/// Takes several in one step: a reply for each, in order; <see langword="null"/>: it is not known whether they were taken.
/// </param>
/// <param name="patience">How long a call may take; after as long a wait a request is not sent any more.</param>
/// <param name="mostWaiting">How many may wait; more are refused at once.</param>
/// <param name="time">The clock of the waiting.</param>
internal sealed class TakeQueue(
    Func<IReadOnlyList<TakeRequest>, Task<IReadOnlyList<TakeReply>?>> send, TimeSpan patience, int mostWaiting, TimeProvider time)
{
    /// <summary>The most requests to a call: Redis does nothing else meanwhile.</summary>
    public const int MostRequests = 128;

    /// <summary>The most targets to a call, for the same reason; a request that names more goes alone.</summary>
    public const int MostTargets = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<Asked> _waiting = new();
    private bool _isSending;

    /// <summary>What came of it; <see langword="null"/>: it is not known whether it was taken, or it was not.</summary>
    public Task<TakeReply?> TakeAsync(TakeRequest request)
    {
        var asked = new Asked(request, time.GetTimestamp());
        lock (_gate)
        {
            if (_waiting.Count >= mostWaiting)
                return Task.FromResult<TakeReply?>(null);
            _waiting.Enqueue(asked);
            if (_isSending)
                return asked.Task;
            _isSending = true;
        }

        Begin();
        return asked.Task;
    }

    // The others' calls are not a part of what the first one does: its trace is not theirs.
    private void Begin()
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = SendAllAsync();
        }
    }

    private async Task SendAllAsync()
    {
        while (Next() is { Count: > 0 } batch)
            await SendAsync(batch);
    }

    private async Task SendAsync(List<Asked> batch)
    {
        try
        {
            var replies = await send([.. batch.Select(static asked => asked.Request)]);
            for (var i = 0; i < batch.Count; i++)
                batch[i].SetResult(replies?[i]);
        }
        catch (Exception exception)
        {
            // Each has it from here, and the next are sent all the same.
            foreach (var asked in batch)
                asked.TrySetException(exception);
        }
    }

    // Empty: nobody waits, and whoever comes next sends himself.
    private List<Asked> Next()
    {
        var batch = new List<Asked>();
        var targets = 0;
        lock (_gate)
        {
            while (batch.Count < MostRequests && _waiting.TryPeek(out var asked))
            {
                if (time.GetElapsedTime(asked.At) > patience)
                {
                    _waiting.Dequeue().SetResult(null);
                    continue;
                }

                targets += asked.Request.Invalidation.Targets.Count;
                if (batch.Count > 0 && targets > MostTargets)
                    break;
                batch.Add(_waiting.Dequeue());
            }

            _isSending = batch.Count > 0;
        }

        return batch;
    }

    // Who waits goes on elsewhere: not under the lock, and not before the next are sent.
    private sealed class Asked(TakeRequest request, long at) : TaskCompletionSource<TakeReply?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TakeRequest Request => request;

        public long At => at;
    }
}
