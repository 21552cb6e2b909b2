using System.Net;

namespace CachingGateway.SoakTests.Checking;

/// <summary>One whole answer to one read.</summary>
/// <param name="Began">When it was about to be sent.</param>
/// <param name="Promised">What had been acknowledged then.</param>
/// <param name="Form">The form that was asked for.</param>
/// <param name="Gateway">Which gateway was asked.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="CacheStatus"><c>X-Cache-Status</c>.</param>
/// <param name="Body">The body.</param>
internal sealed record ReadResult(
    TimeSpan Began, Promise Promised, string Form, int Gateway, HttpStatusCode Status, string CacheStatus, string Body);

/// <summary>Holds an answer against what was promised when its read began.</summary>
internal static class ReadCheck
{
    /// <returns>What is wrong with it; <see langword="null"/>: nothing.</returns>
    public static string? Fault(Resource resource, ReadResult read)
    {
        if (read.Status != HttpStatusCode.OK)
            return $"{(int)read.Status} of a healthy origin";
        if (Answer.Read(read.Body, resource.Padding) is not { } answer)
            return $"no answer of the origin's: {read.Body[..Math.Min(80, read.Body.Length)]}";
        if (answer.Path != resource.Path || answer.Form != read.Form)
            return $"the answer of {answer.Path} {answer.Form}";
        if (answer.Version > resource.Version)
            return $"version {answer.Version} of {resource.Version}";
        if (answer.Version < read.Promised.Purged)
            return $"version {answer.Version} after {read.Promised.Purged} was acknowledged";
        if (answer.Version >= read.Promised.Fresh)
            return null;
        if (read.CacheStatus != "STALE")
            return $"version {answer.Version} as {read.CacheStatus} after {read.Promised.Fresh} was acknowledged, softly";
        return read.Began > resource.StaleUntil
            ? $"version {answer.Version} as STALE after the grace, which was over at {Chronicle.Seconds(resource.StaleUntil)}"
            : null;
    }
}
