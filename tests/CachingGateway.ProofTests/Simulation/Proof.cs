namespace CachingGateway.ProofTests.Simulation;

/// <summary>Where the simulation is entered from: by the tests, and by whoever has loaded a mutant of it.</summary>
public static class Proof
{
    /// <summary>Runs schedules one after the other until one breaks the promise.</summary>
    /// <param name="profile">The name of their kind.</param>
    /// <param name="seed">The first one's seed.</param>
    /// <param name="count">How many, at most.</param>
    /// <returns>How many were run, and what the last one broke; <see langword="null"/>: none did.</returns>
    public static (int Run, string? Fault) Search(string profile, int seed, int count)
    {
        var kind = Profile.All.Single(one => one.Name == profile);
        for (var i = 0; i < count; i++)
        {
            var schedule = Schedule.Of(seed + i, kind);
            if (World.Run(schedule).Fault is { } fault)
                return (i + 1, $"seed {schedule.Seed}: {fault}");
        }

        return (count, null);
    }
}
