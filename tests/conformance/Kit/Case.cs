namespace CachingGateway.ConformanceTests.Kit;

/// <summary>How much a rule binds.</summary>
internal enum Level
{
    /// <summary>A cache that breaks it may serve what it must not, or is not interoperable.</summary>
    Must,

    /// <summary>To be kept unless there is a good reason.</summary>
    Should,

    /// <summary>Allowed and not required: what the best of caches does.</summary>
    Optimal,
}

/// <summary>One rule of a standard, and the requests that show whether it is kept.</summary>
/// <param name="Level">How much it binds.</param>
/// <param name="Section">Number of the RFC and its section: <c>9111 §4.2.1</c>.</param>
/// <param name="Id">Unique in the suite; the first segment of every path the case uses.</param>
/// <param name="Rule">The rule in our words.</param>
/// <param name="Steps">In order, one after the other.</param>
internal sealed record Case(Level Level, string Section, string Id, string Rule, params IStep[] Steps);

/// <summary>One step of a case.</summary>
internal interface IStep;

/// <summary>Lets time pass on purpose; all cases wait at the same time.</summary>
internal sealed record Wait(TimeSpan Time) : IStep;
