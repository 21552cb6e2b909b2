using System.Globalization;

namespace CachingGateway.SoakTests;

/// <summary>How long a soak runs, by which dice, and where it says what it saw.</summary>
internal sealed record SoakOptions
{
    /// <summary>How long faults are injected, without starting and ending. <c>SOAK_SECONDS</c>; 100 s by default.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What is done, to whom and for how long comes from it; when it happens does not. <c>SOAK_SEED</c>.</summary>
    public required int Seed { get; init; }

    /// <summary>The report's file. <c>SOAK_REPORT</c>; beside the tests by default.</summary>
    public required string Report { get; init; }

    public static SoakOptions Read() => new()
    {
        Duration = TimeSpan.FromSeconds(Number("SOAK_SECONDS") ?? 100),
        Seed = Number("SOAK_SEED") ?? Random.Shared.Next(),
        Report = Environment.GetEnvironmentVariable("SOAK_REPORT") is { Length: > 0 } file
            ? file
            : Path.Combine(AppContext.BaseDirectory, "soak", "report.txt"),
    };

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
