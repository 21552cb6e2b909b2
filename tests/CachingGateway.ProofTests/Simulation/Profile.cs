namespace CachingGateway.ProofTests.Simulation;

/// <summary>What kind of trouble a schedule is about. Counts are of a whole schedule, times in microseconds.</summary>
internal sealed record Profile(string Name, params (StepKind Kind, double Times)[] Faults)
{
    public long Length { get; init; } = 8_000_000;

    public int Replicas { get; init; } = 3;

    public int Urls { get; init; } = 4;

    public double Asks { get; init; } = 110;

    public double Purges { get; init; } = 7;

    public double Softs { get; init; } = 3;

    public double Writes { get; init; } = 6;

    public long LongestFault { get; init; } = 4_000_000;

    /// <summary>How often a call, a reply or a message is lost.</summary>
    public double Loss { get; init; } = 0.02;

    /// <summary>From when on all is well: nothing is lost or slow, and nothing new goes wrong.</summary>
    public long CalmFrom { get; init; } = long.MaxValue;

    /// <summary>From when on invalidations have to be quick: nothing was wrong for long enough.</summary>
    public long QuickFrom => Name == Calm.Name ? 3_500_000 : CalmFrom == long.MaxValue ? long.MaxValue : CalmFrom + 7_000_000;

    /// <summary>Whether the clocks are as far apart as may be, instead of anywhere between.</summary>
    public bool HasExtremeClocks { get; init; }

    /// <summary>How often one of them, or a fill's way to the origin, takes long.</summary>
    public double Slow { get; init; } = 0.03;

    /// <summary>How long that is at most.</summary>
    public long Slowest { get; init; } = 1_200_000;

    public int MaxRecords { get; init; } = 1000;

    public int PageRecords { get; init; } = 3;

    public bool HasCopy { get; init; }

    /// <summary>Whether a server or a copy may have to come back with what was done before.</summary>
    public bool KeepsWhatWasDone => HasCopy || Array.Exists(Faults, fault => fault.Kind == StepKind.RestartWithData);

    /// <summary>How long a soft one may be served stale.</summary>
    public long Grace { get; init; } = 1_500_000;

    /// <summary>How often an invalidation has a delivery's id, and is delivered again when it failed.</summary>
    public double Deliveries { get; init; } = 0.4;

    /// <summary>How often a process is stopped between two of a request's steps.</summary>
    public double Stumbles { get; init; } = 0.01;

    public static Profile Calm { get; } = new("calm") { Loss = 0, Slow = 0, Stumbles = 0 };

    public static Profile Network { get; } = new(
        "network", (StepKind.Cut, 2), (StepKind.CutFromLog, 2), (StepKind.Hang, 0.5)) { Loss = 0.08, Slow = 0.08 };

    public static Profile Processes { get; } = new(
        "processes", (StepKind.Pause, 3), (StepKind.Crash, 1), (StepKind.Leave, 1), (StepKind.Cut, 0.5));

    public static Profile Emptied { get; } = new(
        "emptied", (StepKind.Flush, 1.5), (StepKind.RestartEmpty, 0.5), (StepKind.Cut, 1), (StepKind.CutFromLog, 1)) { Purges = 10 };

    public static Profile Restarted { get; } = new(
        "restarted", (StepKind.RestartWithData, 2), (StepKind.Cut, 0.5), (StepKind.ClockJump, 0.5)) { Purges = 12 };

    public static Profile Pruned { get; } = new(
        "pruned", (StepKind.Crash, 1), (StepKind.Cut, 1.5), (StepKind.CutFromLog, 1), (StepKind.Leave, 0.5))
    {
        MaxRecords = 4,
        Purges = 14,
        Softs = 5,
    };

    public static Profile FailedOver { get; } = new(
        "failed over", (StepKind.FailOver, 1.5), (StepKind.BreakCopy, 0.7), (StepKind.FailBack, 0.6), (StepKind.Wander, 1.5), (StepKind.Pause, 0.5))
    {
        HasCopy = true,
        Purges = 12,
    };

    public static Profile Everything { get; } = new(
        "everything", (StepKind.Cut, 0.7), (StepKind.CutFromLog, 0.7), (StepKind.Hang, 0.3), (StepKind.Pause, 0.8), (StepKind.Crash, 0.4),
        (StepKind.Leave, 0.3), (StepKind.Flush, 0.3), (StepKind.RestartWithData, 0.3), (StepKind.RestartEmpty, 0.2), (StepKind.ClockJump, 0.3),
        (StepKind.FailOver, 0.4), (StepKind.BreakCopy, 0.2), (StepKind.FailBack, 0.1), (StepKind.Wander, 0.3))
    {
        HasCopy = true,
        MaxRecords = 8,
        Loss = 0.04,
        Slow = 0.05,
    };

    /// <summary>Replies take long, and then nothing comes at all.</summary>
    public static Profile SlowReplies { get; } = new("slow replies", (StepKind.CutFromLog, 5))
    {
        Purges = 14,
        Asks = 200,
        Slow = 0.25,
    };

    /// <summary>The same few targets over and over, purged and softened.</summary>
    public static Profile Compacted { get; } = new("compacted", (StepKind.Crash, 1), (StepKind.CutFromLog, 3))
    {
        Urls = 2,
        Purges = 12,
        Softs = 12,
    };

    /// <summary>Messages are lost while many are taken of the same targets, and what was missed takes many answers.</summary>
    public static Profile CatchingUp { get; } = new("catching up", (StepKind.CutFromLog, 2))
    {
        Urls = 2,
        Asks = 200,
        Purges = 40,
        PageRecords = 1,
        Loss = 0.12,
        LongestFault = 1_000_000,
    };

    /// <summary>A primary is lost, and then the one that came after it.</summary>
    public static Profile FailedBack { get; } = new(
        "failed back", (StepKind.FailOver, 1), (StepKind.FailBack, 1), (StepKind.Cut, 1), (StepKind.Crash, 1), (StepKind.BreakCopy, 0.5))
    {
        HasCopy = true,
        Purges = 14,
    };

    /// <summary>Replicas go in order and come, under invalidations.</summary>
    public static Profile Leaving { get; } = new("leaving", (StepKind.Leave, 5), (StepKind.Pause, 0.5)) { Asks = 200, Purges = 20 };

    /// <summary>Long enough for members to be struck off and to come back.</summary>
    public static Profile Long { get; } = new("long", (StepKind.Cut, 2), (StepKind.CutFromLog, 1), (StepKind.Pause, 1), (StepKind.Crash, 0.5))
    {
        Length = 60_000_000,
        LongestFault = 45_000_000,
        Asks = 300,
        Purges = 20,
    };

    /// <summary>Two whose clocks run as differently as may be; the one loses sight of the log now and then.</summary>
    public static Profile Clocks { get; } = new("clocks", (StepKind.CutFromLog, 5))
    {
        Replicas = 2,
        HasExtremeClocks = true,
        Asks = 400,
        Purges = 12,
    };

    /// <summary>After much trouble, quiet.</summary>
    public static Profile Recovering { get; } = Everything with
    {
        Name = "recovering",
        Faults = [.. Everything.Faults.Where(fault => fault.Kind != StepKind.BreakCopy)],
        Length = 16_000_000,
        LongestFault = 2_000_000,
        CalmFrom = 8_000_000,
        Purges = 12,
    };

    public static IReadOnlyList<Profile> All { get; } =
        [Calm, Network, Processes, Emptied, Restarted, Pruned, FailedOver, Everything, SlowReplies, Compacted, FailedBack,
            CatchingUp, Leaving, Long, Clocks, Recovering];
}
