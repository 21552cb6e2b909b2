using CachingGateway.Entries;
using CachingGateway.Invalidation.Logs;

namespace CachingGateway.ProofTests.Simulation;

/// <summary>An entry as it lies in Redis.</summary>
internal readonly record struct StoredEntry(int Answer, Fence Fence);

/// <summary>All that a Redis server has in memory.</summary>
internal sealed class ServerData(Profile profile)
{
    public LogState Log { get; private set; } = New(profile);

    public Dictionary<int, StoredEntry> Entries { get; } = [];

    public void Clear()
    {
        Log = New(profile);
        Entries.Clear();
    }

    private static LogState New(Profile profile) => new("", profile.MaxRecords, profile.PageRecords);
}

/// <summary>
/// A Redis server. The log in it is the product's own; what copies know, and what a server has when it comes back, is worked out
/// by doing once more what was done until then.
/// </summary>
/// <remarks>
/// Stands for what the scripts and the connection do about copies: how many a server has known in its present life counts, and
/// a server that has any is believed only when one of them has what it has (<c>WAIT</c>).
/// </remarks>
internal sealed class SimServer(World world, int number)
{
    private readonly long _copyDelay = world.Timeline.Between(500, 30_000);
    private List<(long At, string Run, Action<ServerData> Command)> _done = [];
    private ServerData _data = new(world.Profile);
    private int _process;
    private int _promotions;
    private (string Run, int Count) _copiesKnown;
    private long _clockOffset;
    private long _hungUntil;
    private long _downUntil;

    /// <summary>Whether it thinks so itself.</summary>
    public bool IsPrimary { get; private set; } = number == 0;

    public SimServer? Copy { get; private set; }

    public int Number => number;

    public bool IsUp => world.Timeline.Now >= _downUntil;

    /// <summary>The log's wall clock, in milliseconds.</summary>
    public long WallClock => (world.Timeline.Now / 1000) + 1_700_000_000_000 + _clockOffset;

    // A server that is made primary has another replication id from then on.
    private string Run => $"{number}.{_process}.{_promotions}";

    /// <summary>Carries a call out when it is its turn; <paramref name="then"/> is not called if that never is.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="then">Is given what came of it, and whether the copies know.</param>
    public void Receive<T>(Func<ServerData, LogState.Told, T> command, Action<T, bool> then)
        where T : class
    {
        world.Timeline.At(Math.Max(world.Timeline.Now, _hungUntil), () =>
        {
            if (!IsUp || !IsPrimary)
                return;
            if (Do(command) is { } result)
                Ensure(isSafe => then(result, isSafe));
        });
    }

    public void AddCopy(SimServer copy)
    {
        copy.IsPrimary = false;
        Copy = copy;
        NoteCopies();
    }

    public void BreakCopy()
    {
        if (Copy is null)
            return;
        Copy.TakeOver(_done, world.Timeline.Now - _copyDelay);
        Copy = null;
    }

    /// <summary>The copy becomes primary, with what it has heard until now. This one goes on as if nothing were.</summary>
    public SimServer? FailOver()
    {
        if (Copy is not { } copy)
            return null;
        BreakCopy();
        copy.Promote();
        return copy;
    }

    public void Promote()
    {
        IsPrimary = true;
        _promotions++;
    }

    /// <summary>It learns that it is not primary any more, and takes all it has from the one that is.</summary>
    public void Demote(SimServer primary)
    {
        IsPrimary = false;
        Copy = null;
        primary.AddCopy(this);
    }

    public void Stop(long length) => _downUntil = world.Timeline.Now + length;

    public void Hang(long length) => _hungUntil = world.Timeline.Now + length;

    public void SetClock(long by) => _clockOffset += by;

    public void Flush() => Do<object>((data, _) =>
    {
        data.Clear();
        return data;
    });

    /// <param name="length">For how long it is away.</param>
    /// <param name="lost">What was done in that time before is gone; everything, if negative.</param>
    public void Restart(long length, long lost)
    {
        Stop(length);
        _process++;
        if (lost < 0)
            (_done, _data) = ([], new ServerData(world.Profile));
        else
            TakeOver(_done, world.Timeline.Now - lost);
    }

    private void TakeOver(List<(long At, string Run, Action<ServerData> Command)> done, long until)
    {
        _done = [.. done.TakeWhile(one => one.At <= until)];
        _data = new ServerData(world.Profile);
        foreach (var (_, run, command) in _done)
        {
            _data.Log.RunId = run;
            command(_data);
        }
    }

    private T? Do<T>(Func<ServerData, LogState.Told, T> command)
        where T : class
    {
        NoteCopies();
        if (world.Profile.KeepsWhatWasDone)
            _done.Add((world.Timeline.Now, Run, data => Try(command, data, static _ => { })));
        _data.Log.RunId = Run;
        var before = _data.Log.Generation;
        var result = Try(command, _data, message => world.Told(this, message));
        if (_data.Log.Generation != before)
            world.Judge.Figures.Generations++;
        return result;
    }

    // The one that a mutant's crash breaks off has no answer.
    private static T? Try<T>(Func<ServerData, LogState.Told, T> command, ServerData data, LogState.Told tell)
        where T : class
    {
        try
        {
            return command(data, tell);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private void NoteCopies()
    {
        if (_copiesKnown.Run != Run)
            _copiesKnown = (Run, 0);
        _copiesKnown.Count = Math.Max(_copiesKnown.Count, Copy is null ? 0 : 1);
    }

    private void Ensure(Action<bool> then)
    {
        if (_copiesKnown.Count == 0)
        {
            then(true);
            return;
        }

        var copy = Copy;
        world.Timeline.In(_copyDelay, () =>
        {
            if (copy is not null && Copy == copy)
                then(true);
            else
                world.Timeline.In(500_000, () => then(false));
        });
    }
}
