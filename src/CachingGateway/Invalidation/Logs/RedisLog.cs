using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CachingGateway.Entries;
using CachingGateway.Observability;
using CachingGateway.Storage.Redis;
using StackExchange.Redis;

namespace CachingGateway.Invalidation.Logs;

/// <summary>The log of gateways that share a Redis.</summary>
internal sealed class RedisLog : IInvalidationLog
{
    /// <summary>
    /// A heartbeat that takes longer than this is of little use: what it makes trusted is counted from before it was sent.
    /// </summary>
    private static readonly TimeSpan BeatTimeout = TimeSpan.FromMilliseconds(800);

    private static readonly TimeSpan LeastTakeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long the copies of the log may take to know what it knows.</summary>
    private static readonly TimeSpan CopyTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>How many outcomes are noted in one call.</summary>
    private const int MostNotes = 128;

    private readonly RedisLink _link;
    private readonly int _maxRecords;
    private readonly ILogger _logger;
    private readonly LogKeys _keys;

    /// <summary>A request waits for it, so it is no more patient than a look-up of two trips.</summary>
    private readonly TimeSpan _intentTimeout;

    private readonly TimeSpan _takeTimeout;
    private readonly TakeQueue _takes;
    private readonly Channel<Action<ILogListener>> _heard = Channel.CreateUnbounded<Action<ILogListener>>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <summary>What waits to be noted. Of more than it holds, which takes a Redis that hangs, the ledger tells no outcome.</summary>
    private readonly Channel<RedisValue> _notes;

    public RedisLog(RedisLink link, int maxRecords, ILogger logger)
    {
        (_link, _maxRecords, _logger, _keys) = (link, maxRecords, logger, new LogKeys(link.Options.Prefix));
        _intentTimeout = 2 * link.Options.Timeout;
        _takeTimeout = link.Options.Timeout > LeastTakeTimeout ? link.Options.Timeout : LeastTakeTimeout;
        _takes = new TakeQueue(TakeAllAsync, _takeTimeout, link.Options.MaxCallsInFlight, link.Time);
        _notes = Channel.CreateBounded<RedisValue>(new BoundedChannelOptions(link.Options.MaxCallsInFlight) { SingleReader = true });
        _ = NoteAllAsync();
    }

    public bool IsShared => true;

    public async Task<BeatReply?> BeatAsync(BeatRequest request)
    {
        var socket = _link.Control.Socket;
        var outcome = await OpenAsync(LogScripts.Beat, _keys.All, LogArguments.Beat(request, _keys, _maxRecords), BeatTimeout);
        if (!outcome.IsOk || LogReplies.Beat(outcome.Value) is not { } reply)
            return null;
        return reply.Copies == 0 || await AreCopiesInStepAsync(socket) ? reply.Reply : reply.Reply with { IsSafe = false };
    }

    public Task<TakeReply?> TakeAsync(TakeRequest request) => _takes.TakeAsync(request);

    /// <summary>Takes several in one step, which is as if one came after the other.</summary>
    /// <returns>A reply to each, in order; <see langword="null"/>: it is not known whether they were taken.</returns>
    public async Task<IReadOnlyList<TakeReply>?> TakeAllAsync(IReadOnlyList<TakeRequest> requests)
    {
        var (keys, arguments) = LogArguments.Take(requests, _keys, _maxRecords);
        var socket = _link.Control.Socket;
        var outcome = await OpenAsync(LogScripts.Take, keys, arguments, _takeTimeout);
        if (!outcome.IsOk)
            return null;
        var (replies, copies) = LogReplies.Take(outcome.Value);
        // Once for all of them.
        return copies == 0 || await AreCopiesInStepAsync(socket) ? replies : [.. replies.Select(static reply => reply with { IsSafe = false })];
    }

    public async Task<bool> IntendAsync(string intent, InvalidationRequest invalidation, TimeSpan deadline)
    {
        RedisValue[] arguments = [(long)deadline.TotalMilliseconds, intent, LogArguments.Intended(invalidation)];
        var outcome = await LogScripts.Intend.RunAsync(_link.Control, _keys.All, arguments, _intentTimeout);
        if (outcome.Fault == RedisFault.WrongType && await MendAsync(_intentTimeout))
            outcome = await LogScripts.Intend.RunAsync(_link.Control, _keys.All, arguments, _intentTimeout);
        return outcome.IsOk;
    }

    public Task ForgetAsync(string intent) => LogScripts.Forget.RunAsync(_link.Control, _keys.All, [intent], _intentTimeout);

    public void Confirm(Confirmation confirmation)
    {
        var text = RecordText.OfList(
        [
            Encoding.ASCII.GetBytes(GenerationId.Text(confirmation.Generation)), Encoding.UTF8.GetBytes(confirmation.Id),
            Encoding.ASCII.GetBytes(confirmation.Position.ToString(CultureInfo.InvariantCulture)),
        ]);
        _ = _link.Control.CallAsync(
            (_keys.Confirmed, text), static (database, sent) => database.PublishAsync(sent.Confirmed, sent.text), BeatTimeout);
    }

    public void Note(Fence fence, LedgerOutcome outcome)
    {
        var line = RecordText.OfList(
        [
            Encoding.ASCII.GetBytes(GenerationId.Text(fence.Generation)), Encoding.ASCII.GetBytes(fence.Sequence.ToString(CultureInfo.InvariantCulture)),
            JsonSerializer.SerializeToUtf8Bytes(outcome, LedgerJson.Default.LedgerOutcome),
        ]);
        _notes.Writer.TryWrite(line);
    }

    public void NoteSwept(SweptEntries swept)
    {
        // Those before are not in the ledger any more.
        var counts = swept.BySequence.OrderByDescending(static one => one.Key).Take(LedgerBook.MostEntries).ToDictionary();
        if (counts.Count == 0)
            return;
        _notes.Writer.TryWrite(RecordText.OfList(
        [
            Encoding.ASCII.GetBytes(GenerationId.Text(swept.Generation)),
            JsonSerializer.SerializeToUtf8Bytes(counts, LedgerJson.Default.DictionaryInt64Int64),
        ]));
    }

    public async Task<IReadOnlyList<LedgerEntry>?> ReadLedgerAsync(int most)
    {
        // Of each invalidation there are at most two lines, but what acknowledgements said comes when it comes, and so do sweeps.
        var outcome = await _link.Small.CallAsync(
            (Key: _keys.Ledger, Last: (2L * most) + 500), static (database, asked) => database.ListRangeAsync(asked.Key, 0, asked.Last), _takeTimeout);
        return outcome.IsOk ? LogReplies.Ledger(outcome.Value).Take(most).ToArray() : null;
    }

    public async Task LeaveAsync(string id)
    {
        await LogScripts.Leave.RunAsync(_link.Control, _keys.All, [id], BeatTimeout);
        _heard.Writer.TryComplete();
        _notes.Writer.TryComplete();
    }

    public void Listen(ILogListener listener)
    {
        _ = HearAsync(listener);
        _link.Subscribe(_keys.Told, OnTold, OnRestored);
        _link.Subscribe(_keys.Confirmed, OnConfirmed);

        // The client calls from the thread that reads its connection: nothing is done there.
        void OnTold(byte[] bytes)
        {
            if (LogReplies.Message(bytes) is { } message)
                _heard.Writer.TryWrite(to => to.OnTaken(message));
        }

        void OnConfirmed(byte[] bytes)
        {
            if (LogReplies.Confirmation(bytes) is { } confirmation)
                _heard.Writer.TryWrite(to => to.OnConfirmed(confirmation));
        }

        void OnRestored() => _heard.Writer.TryWrite(static to => to.OnInterrupted());
    }

    private async Task HearAsync(ILogListener listener)
    {
        await foreach (var tell in _heard.Reader.ReadAllAsync())
            tell(listener);
    }

    // Nobody waits for it, so what comes while one call is on its way goes together in the next.
    private async Task NoteAllAsync()
    {
        while (await _notes.Reader.WaitToReadAsync())
        {
            var lines = new List<RedisValue>();
            while (lines.Count < MostNotes && _notes.Reader.TryRead(out var line))
                lines.Add(line);
            await _link.Control.CallAsync(
                (Key: _keys.Ledger, Lines: lines.ToArray()), static (database, sent) => database.ListLeftPushAsync(sent.Key, sent.Lines), BeatTimeout);
        }
    }

    /// <summary>Runs a script that begins with <c>open</c>: its first argument is a candidate.</summary>
    private async Task<RedisOutcome<RedisResult>> OpenAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, TimeSpan timeout)
    {
        var outcome = await script.RunAsync(_link.Control, keys, arguments, timeout);
        if (outcome.Fault != RedisFault.WrongType || !await MendAsync(timeout))
            return outcome;
        // Another one: if the run that failed has begun the first, its numbers and the ids of its deliveries would count in this one.
        arguments[0] = GenerationId.Text(GenerationId.New());
        return await script.RunAsync(_link.Control, keys, arguments, timeout);
    }

    // It would be so for good. What a script did before it failed does not count: another generation begins.
    private async Task<bool> MendAsync(TimeSpan timeout)
    {
        var mended = await LogScripts.Mend.RunAsync(_link.Control, _keys.All, [], timeout);
        if (mended.IsOk && (long)mended.Value is > 0 and var count)
            Log.LogMended(_logger, count);
        return mended.IsOk;
    }

    // Blocks what else would go over the control line for as long; there is nothing that could go without it.
    // WAIT answers for what its own socket wrote; on one that was made anew meanwhile it would answer for nothing.
    private async Task<bool> AreCopiesInStepAsync((RedisConnection?, int) socket)
    {
        var outcome = await _link.Control.ExecuteAsync(
            CopyTimeout + BeatTimeout, "WAIT", LogKeys.OneCopy, (int)CopyTimeout.TotalMilliseconds);
        return outcome.IsOk && (long)outcome.Value >= 1 && _link.Control.Socket == socket;
    }
}
