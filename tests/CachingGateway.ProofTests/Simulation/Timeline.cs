namespace CachingGateway.ProofTests.Simulation;

/// <summary>What happens, in the order of its time. Everything random comes from here too, so a seed says it all.</summary>
internal sealed class Timeline(int seed)
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private ulong _dice = ((ulong)(uint)seed * 0x9E3779B97F4A7C15UL) ^ 0xD1B54A32D192ED03UL;
    private long _order;

    /// <summary>True time in microseconds, which nobody in the simulation can read.</summary>
    public long Now { get; private set; }

    /// <summary>How much has happened: tells before and after where the time is the same.</summary>
    public long Moment { get; private set; }

    public void At(long time, Action action) => _events.Enqueue(action, (Math.Max(time, Now), _order++));

    public void In(long delay, Action action) => At(Now + delay, action);

    /// <summary>Lets happen what is due until then, or until it is told to stop.</summary>
    public void Run(long until, Func<bool> isOver)
    {
        while (!isOver() && _events.TryPeek(out _, out var next) && next.At <= until)
        {
            var action = _events.Dequeue();
            Now = next.At;
            Moment++;
            action();
        }
    }

    public ulong Any()
    {
        _dice += 0x9E3779B97F4A7C15UL;
        var mixed = (_dice ^ (_dice >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to one less than the count.</summary>
    public int Pick(int count) => (int)(Any() % (ulong)count);

    public long Between(long least, long most) => least + (long)(Any() % (ulong)(most - least + 1));

    public bool Chance(double of) => (Any() >> 11) * (1.0 / (1UL << 53)) < of;
}

/// <summary>A replica's own clock: monotonic, with a beginning and a rate of its own. It runs while the process is stopped.</summary>
internal sealed class OwnClock(Timeline timeline, long beginning, double rate) : TimeProvider
{
    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => beginning + (long)(timeline.Now * rate);

    /// <summary>How long a time by this clock truly takes.</summary>
    public long True(TimeSpan own) => (long)(own.TotalMicroseconds / rate);
}
