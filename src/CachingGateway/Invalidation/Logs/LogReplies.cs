using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CachingGateway.Entries;
using StackExchange.Redis;

namespace CachingGateway.Invalidation.Logs;

/// <summary>Reads what the scripts answer and what they tell. What is not as they write it is <see langword="null"/>.</summary>
internal static class LogReplies
{
    public static (BeatReply Reply, long Copies)? Beat(RedisResult result)
    {
        var parts = (RedisResult[])result!;
        if (Records((RedisValue[])parts[3]!, (RedisValue[])parts[4]!) is not { } records)
            return null;
        var members = new Membership((long)parts[9], MembersOf((RedisValue[])parts[10]!));
        var reply = new BeatReply(
            (ulong)Number(parts[0]), (long)parts[1], (long)parts[2], records, (long)parts[5] == 1, DueOf((RedisValue[])parts[6]!), (long)parts[7], members, IsSafe: true);
        return (reply, (long)parts[8]);
    }

    /// <summary>One for each request, in order.</summary>
    public static (IReadOnlyList<TakeReply> Replies, long Copies) Take(RedisResult result)
    {
        var parts = (RedisResult[])result!;
        var generation = (ulong)Number(parts[0]);
        var members = new Membership((long)parts[2], MembersOf((RedisValue[])parts[3]!));
        // Flat pairs of the sequence and whether it was taken before.
        var numbers = (RedisValue[])parts[4]!;
        var replies = new TakeReply[numbers.Length / 2];
        for (var i = 0; i < replies.Length; i++)
            replies[i] = new TakeReply(new Fence(generation, (long)numbers[2 * i]), (long)numbers[(2 * i) + 1] == 1, members, IsSafe: true);
        return (replies, (long)parts[1]);
    }

    public static LogMessage? Message(byte[] bytes)
    {
        if (RecordText.ReadList(bytes) is not { Count: > 4 } parts || RecordText.ReadTargets(parts.Skip(4)) is not { } read)
            return null;
        var (sequence, takenAt, dueAt) = ((long)Number(parts[1]), (long)Number(parts[2]), (long)Number(parts[3]));
        var due = dueAt == 0 ? null : new DueRecord(read.Mode, read.Targets, dueAt);
        return new LogMessage(Number(parts[0]), new LoggedRecord(sequence, read.Mode, read.Targets, takenAt), due);
    }

    public static Confirmation? Confirmation(byte[] bytes) => RecordText.ReadList(bytes) is [var generation, var id, var position]
        ? new Confirmation(Number(generation), Encoding.UTF8.GetString(id), (long)Number(position))
        : null;

    /// <summary>
    /// Lines of what was taken, four parts, of what its acknowledgement said, three, and of what a sweep freed, two; the newest first.
    /// </summary>
    public static IEnumerable<LedgerEntry> Ledger(RedisValue[] lines)
    {
        var outcomes = new Dictionary<Fence, LedgerOutcome>();
        var swept = new Dictionary<Fence, long>();
        foreach (var line in lines)
        {
            switch (RecordText.ReadList((byte[])line!))
            {
                case [var generation, var json] when JsonSerializer.Deserialize(json, LedgerJson.Default.DictionaryInt64Int64) is { } counts:
                    foreach (var (sequence, count) in counts)
                        CollectionsMarshal.GetValueRefOrAddDefault(swept, new Fence(Number(generation), sequence), out _) += count;
                    break;

                case [var generation, var sequence, var json] when JsonSerializer.Deserialize(json, LedgerJson.Default.LedgerOutcome) is { } outcome:
                    outcomes[new Fence(Number(generation), (long)Number(sequence))] = outcome;
                    break;

                case [var generation, var sequence, var at, var json] when JsonSerializer.Deserialize(json, LedgerJson.Default.LedgerCause) is { } cause:
                    var fence = new Fence(Number(generation), (long)Number(sequence));
                    yield return new LedgerEntry(
                        fence, DateTimeOffset.FromUnixTimeMilliseconds((long)Number(at)), cause, outcomes.GetValueOrDefault(fence), swept.GetValueOrDefault(fence));
                    break;
            }
        }
    }

    // Flat pairs of target and sequence, in the order of the sequences; those of one sequence and mode are one record.
    private static List<LoggedRecord>? Records(RedisValue[] pairs, RedisValue[] taken)
    {
        var records = new List<LoggedRecord>();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (!RecordText.TryReadTarget((byte[])pairs[i]!, out var mode, out var target))
                return null;
            var (sequence, takenAt) = ((long)(double)pairs[i + 1], (long)taken[i / 2]);
            if (records is [.., var last] && last.Sequence == sequence && last.Mode == mode)
                ((List<InvalidationTarget>)last.Targets).Add(target);
            else
                records.Add(new LoggedRecord(sequence, mode, new List<InvalidationTarget> { target }, takenAt));
        }

        return records;
    }

    // What is no gateway's is passed over, as the script does when its time comes.
    private static List<DueRecord> DueOf(RedisValue[] pairs)
    {
        var due = new List<DueRecord>();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (RecordText.ReadList((byte[])pairs[i]!) is { } written && RecordText.ReadTargets(written.Skip(1)) is { } read)
                due.Add(new DueRecord(read.Mode, read.Targets, (long)(double)pairs[i + 1]));
        }

        return due;
    }

    private static List<Member> MembersOf(RedisValue[] pairs)
    {
        var members = new List<Member>();
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            if (((string)pairs[i + 1]!).Split(' ') is [var position, var beats])
                members.Add(new Member(pairs[i]!, (long)Number(position), (long)Number(beats)));
        }

        return members;
    }

    private static ulong Number(RedisResult part) => Number((string)part!);

    private static ulong Number(byte[] text) => Number(Encoding.ASCII.GetString(text));

    private static ulong Number(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
