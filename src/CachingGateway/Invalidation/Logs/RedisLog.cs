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
internal sealed class RedisLog(RedisLink link, int maxRecords, ILogger logger) : IInvalidationLog
{
    /// <summary>
    /// A heartbeat that takes longer than this is of little use: what it makes trusted is counted from before it was sent.
    /// </summary>
    private static readonly TimeSpan BeatTimeout = TimeSpan.FromMilliseconds(800);

    private static readonly TimeSpan LeastTakeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long the copies of the log may take to know what it knows.</summary>
    private static readonly TimeSpan CopyTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>For how long a delivery is known by its id: longer than any sender goes on trying.</summary>
    private static readonly TimeSpan DeliveryLife = TimeSpan.FromDays(3);

    /// <summary>A request waits for it, so it is no more patient than a look-up of two trips.</summary>
    private readonly TimeSpan _intentTimeout = 2 * link.Options.Timeout;

    private readonly TimeSpan _takeTimeout = link.Options.Timeout > LeastTakeTimeout ? link.Options.Timeout : LeastTakeTimeout;

    private readonly LogKeys _keys = new(link.Options.Prefix);
    private readonly Channel<Action<ILogListener>> _heard = Channel.CreateUnbounded<Action<ILogListener>>(
        new UnboundedChannelOptions { SingleReader = true });

    public bool IsShared => true;

    public async Task<BeatReply?> BeatAsync(BeatRequest request)
    {
        List<RedisValue> arguments =
        [
            Text(request.Candidate), string.Join(' ', request.Left.Select(Text)), maxRecords, _keys.Told,
            request.Id, Text(request.Generation), request.Position, LogState.PageRecords, request.ReadTo,
        ];
        foreach (var gone in request.Gone)
            arguments.AddRange([gone.Id, gone.Beats]);
        var socket = link.Control.Socket;
        var outcome = await RunAsync(LogScripts.Beat, _keys.All, [.. arguments], BeatTimeout);
        if (!outcome.IsOk || LogReplies.Beat(outcome.Value) is not { } reply)
            return null;
        return reply.Copies == 0 || await AreCopiesInStepAsync(socket) ? reply.Reply : reply.Reply with { IsSafe = false };
    }

    public async Task<TakeReply?> TakeAsync(TakeRequest request)
    {
        var invalidation = request.Invalidation;
        var hasDelivery = invalidation.Delivery is not null;
        RedisValue[] arguments =
        [
            Text(request.Candidate), string.Join(' ', request.Left.Select(Text)), maxRecords, _keys.Told,
            hasDelivery ? (long)DeliveryLife.TotalSeconds : "", (long)invalidation.Settle.TotalMilliseconds,
            request.Intent ?? "", Ledger(invalidation),
            .. invalidation.Targets.Select(target => (RedisValue)RecordText.OfTarget(invalidation.Mode, target)),
        ];
        var keys = hasDelivery ? _keys.With(invalidation.Delivery!) : _keys.All;
        var socket = link.Control.Socket;
        var outcome = await RunAsync(LogScripts.Take, keys, arguments, _takeTimeout);
        if (!outcome.IsOk || LogReplies.Take(outcome.Value) is not { } reply)
            return null;
        return reply.Copies == 0 || await AreCopiesInStepAsync(socket) ? reply.Reply : reply.Reply with { IsSafe = false };
    }

    public async Task<bool> IntendAsync(string intent, InvalidationRequest invalidation, TimeSpan deadline)
    {
        var outcome = await RunAsync(
            LogScripts.Intend, _keys.All, [(long)deadline.TotalMilliseconds, intent, OfTargets(invalidation)], _intentTimeout);
        return outcome.IsOk;
    }

    public Task ForgetAsync(string intent) => LogScripts.Forget.RunAsync(link.Control, _keys.All, [intent], _intentTimeout);

    public void Confirm(Confirmation confirmation)
    {
        var text = RecordText.OfList(
        [
            Encoding.ASCII.GetBytes(Text(confirmation.Generation)), Encoding.UTF8.GetBytes(confirmation.Id),
            Encoding.ASCII.GetBytes(confirmation.Position.ToString(CultureInfo.InvariantCulture)),
        ]);
        _ = link.Control.CallAsync(
            (_keys.Confirmed, text), static (database, sent) => database.PublishAsync(sent.Confirmed, sent.text), BeatTimeout);
    }

    public void Note(Fence fence, LedgerOutcome outcome)
    {
        var line = RecordText.OfList(
        [
            Encoding.ASCII.GetBytes(Text(fence.Generation)), Encoding.ASCII.GetBytes(fence.Sequence.ToString(CultureInfo.InvariantCulture)),
            JsonSerializer.SerializeToUtf8Bytes(outcome, LedgerJson.Default.LedgerOutcome),
        ]);
        _ = link.Control.CallAsync(
            (Key: _keys.Ledger, line), static (database, sent) => database.ListLeftPushAsync(sent.Key, sent.line), BeatTimeout);
    }

    public async Task<IReadOnlyList<LedgerEntry>?> ReadLedgerAsync(int most)
    {
        // Of each invalidation there are at most two lines, but what acknowledgements said comes when it comes.
        var outcome = await link.Small.CallAsync(
            (Key: _keys.Ledger, Last: (2L * most) + 500), static (database, asked) => database.ListRangeAsync(asked.Key, 0, asked.Last), _takeTimeout);
        return outcome.IsOk ? LogReplies.Ledger(outcome.Value).Take(most).ToArray() : null;
    }

    public async Task LeaveAsync(string id)
    {
        await LogScripts.Leave.RunAsync(link.Control, _keys.All, [id], BeatTimeout);
        _heard.Writer.TryComplete();
    }

    public void Listen(ILogListener listener)
    {
        _ = HearAsync(listener);
        link.Subscribe(_keys.Told, OnTold, OnRestored);
        link.Subscribe(_keys.Confirmed, OnConfirmed);

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

    private async Task<RedisOutcome<RedisResult>> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, TimeSpan timeout)
    {
        var outcome = await script.RunAsync(link.Control, keys, arguments, timeout);
        if (outcome.Fault != RedisFault.WrongType)
            return outcome;
        // It would be so for good. What the script did before it failed does not count: another generation begins.
        var mended = await LogScripts.Mend.RunAsync(link.Control, keys, [], timeout);
        if (mended.IsOk && (long)mended.Value is > 0 and var count)
            Log.LogMended(logger, count);
        return mended.IsOk ? await script.RunAsync(link.Control, keys, arguments, timeout) : outcome;
    }

    // Blocks what else would go over the control line for as long; there is nothing that could go without it.
    // WAIT answers for what its own socket wrote; on one that was made anew meanwhile it would answer for nothing.
    private async Task<bool> AreCopiesInStepAsync((RedisConnection?, int) socket)
    {
        var outcome = await link.Control.ExecuteAsync(
            CopyTimeout + BeatTimeout, "WAIT", LogKeys.OneCopy, (int)CopyTimeout.TotalMilliseconds);
        return outcome.IsOk && (long)outcome.Value >= 1 && link.Control.Socket == socket;
    }

    private static RedisValue OfTargets(InvalidationRequest invalidation) =>
        RecordText.OfList(invalidation.Targets.Select(target => RecordText.OfTarget(invalidation.Mode, target)));

    private static string Text(ulong generation) => generation.ToString(CultureInfo.InvariantCulture);

    private static RedisValue Ledger(InvalidationRequest invalidation) =>
        JsonSerializer.SerializeToUtf8Bytes(LedgerCause.Of(invalidation), LedgerJson.Default.LedgerCause);
}
