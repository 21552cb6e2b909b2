namespace CachingGateway.ProofTests.Simulation;

internal enum StepKind
{
    /// <summary>Somebody asks a replica for a URL.</summary>
    Ask,
    Purge,
    Soft,

    /// <summary>What the origin says of a URL changes.</summary>
    Write,

    /// <summary>A process is stopped while its clock runs on.</summary>
    Pause,

    /// <summary>A process ends without a word; another starts in its place.</summary>
    Crash,

    /// <summary>A process leaves in order; another starts in its place.</summary>
    Leave,

    /// <summary>A replica reaches nothing of Redis.</summary>
    Cut,

    /// <summary>A replica reaches the entries in Redis, but not the log: they have different connections.</summary>
    CutFromLog,

    /// <summary>Redis is emptied.</summary>
    Flush,

    /// <summary>Redis ends and comes back empty.</summary>
    RestartEmpty,

    /// <summary>Redis ends and comes back with what it had a while ago.</summary>
    RestartWithData,

    /// <summary>Redis takes calls and works them off later.</summary>
    Hang,

    /// <summary>The log's wall clock is set.</summary>
    ClockJump,

    /// <summary>The copy hears nothing more of its primary.</summary>
    BreakCopy,

    /// <summary>The copy is made primary; the old one does not know and goes on.</summary>
    FailOver,

    /// <summary>The new primary ends, and the old one, which never heard of it, is made primary again.</summary>
    FailBack,

    /// <summary>A replica talks to another server that thinks itself primary.</summary>
    Wander,
}

/// <param name="At">When, in microseconds.</param>
/// <param name="Kind">What.</param>
/// <param name="A">Which replica.</param>
/// <param name="B">Which URL, target or server.</param>
/// <param name="Length">How long, in microseconds.</param>
internal readonly record struct Step(long At, StepKind Kind, int A, int B, long Length);

/// <summary>What is done to the system, all of it known before it begins; the rest (delays, losses) follows from the seed.</summary>
internal sealed record Schedule(int Seed, Profile Profile, IReadOnlyList<Step> Steps)
{
    public static Schedule Of(int seed, Profile profile)
    {
        var dice = new Timeline(seed);
        var steps = new List<Step>();
        Add(StepKind.Ask, profile.Asks, 0, profile.Length);
        Add(StepKind.Purge, profile.Purges, 0, profile.Length);
        Add(StepKind.Soft, profile.Softs, 0, profile.Length);
        Add(StepKind.Write, profile.Writes, 0, profile.Length);
        foreach (var (kind, times) in profile.Faults)
            Add(kind, times, 300_000, Math.Min(profile.Length, profile.CalmFrom));
        steps.Sort((left, right) => left.At.CompareTo(right.At));
        return new Schedule(seed, profile, steps);

        void Add(StepKind kind, double times, long from, long until)
        {
            var count = (int)times + (dice.Chance(times - (int)times) ? 1 : 0);
            for (var i = 0; i < count; i++)
            {
                var at = dice.Between(from, until);
                steps.Add(new Step(at, kind, dice.Pick(16), dice.Pick(64), dice.Between(20_000, profile.LongestFault)));
            }
        }
    }

    /// <summary>The same with less in it, to find out what a fault needs.</summary>
    public IEnumerable<Schedule> Smaller()
    {
        for (var size = Steps.Count / 2; size > 0; size /= 2)
        {
            for (var from = 0; from < Steps.Count; from += size)
                yield return this with { Steps = [.. Steps.Take(from), .. Steps.Skip(from + size)] };
        }
    }

    public override string ToString() =>
        $"{Profile.Name}, seed {Seed}:\n" + string.Join('\n', Steps.Select(step => $"{step.At / 1e6:0.000000} {step.Kind} {step.A} {step.B} {step.Length / 1e6:0.000}"));
}
