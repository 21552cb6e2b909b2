using System.Text.Json;
using CachingGateway.Entries;
using StackExchange.Redis;

namespace CachingGateway.Invalidation.Logs;

/// <summary>What the scripts are given, in the order that <see cref="LogScripts"/> says. What they answer, <see cref="LogReplies"/> reads.</summary>
internal static class LogArguments
{
    /// <summary>For how long a delivery is known by its id: longer than any sender goes on trying.</summary>
    private static readonly TimeSpan DeliveryLife = TimeSpan.FromDays(3);

    public static RedisValue[] Beat(BeatRequest request, LogKeys keys, int maxRecords)
    {
        List<RedisValue> arguments =
        [
            GenerationId.Text(request.Candidate), List(request.Left), maxRecords, keys.Told,
            request.Id, GenerationId.Text(request.Generation), request.Position, LogState.PageRecords, request.ReadTo,
        ];
        foreach (var gone in request.Gone)
            arguments.AddRange([gone.Id, gone.Beats]);
        return [.. arguments];
    }

    /// <summary>Several that are taken in one step. Each may know of a generation that was left since the one before it was asked for.</summary>
    public static (RedisKey[] Keys, RedisValue[] Arguments) Take(IReadOnlyList<TakeRequest> requests, LogKeys keys, int maxRecords)
    {
        List<RedisKey> named = [.. keys.All];
        List<RedisValue> arguments =
        [
            GenerationId.Text(requests[0].Candidate), List(requests.SelectMany(static request => request.Left).Distinct()), maxRecords, keys.Told,
            (long)DeliveryLife.TotalSeconds,
        ];
        foreach (var (invalidation, intent) in requests.Select(static request => (request.Invalidation, request.Intent)))
        {
            var delivery = 0;
            if (invalidation.Delivery is { } id)
            {
                named.Add(keys.Delivery(id));
                delivery = named.Count;
            }

            arguments.AddRange(
                [(long)invalidation.Settle.TotalMilliseconds, intent ?? "", Ledger(invalidation), delivery, invalidation.Targets.Count]);
            foreach (var target in invalidation.Targets)
                arguments.Add(RecordText.OfTarget(invalidation.Mode, target));
        }

        return ([.. named], [.. arguments]);
    }

    public static RedisValue Intended(InvalidationRequest invalidation) =>
        RecordText.OfList(invalidation.Targets.Select(target => RecordText.OfTarget(invalidation.Mode, target)));

    private static string List(IEnumerable<ulong> generations) => string.Join(' ', generations.Select(GenerationId.Text));

    private static RedisValue Ledger(InvalidationRequest invalidation) =>
        JsonSerializer.SerializeToUtf8Bytes(LedgerCause.Of(invalidation), LedgerJson.Default.LedgerCause);
}
