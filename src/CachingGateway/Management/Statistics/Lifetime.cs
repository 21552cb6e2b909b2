using System.Reflection;

namespace CachingGateway.Management.Statistics;

/// <summary>Since when this process runs, and which program it is.</summary>
internal sealed class Lifetime(TimeProvider time)
{
    private readonly long _beganAt = time.GetTimestamp();

    public static string Version { get; } =
        typeof(Lifetime).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public TimeSpan Elapsed => time.GetElapsedTime(_beganAt);
}
