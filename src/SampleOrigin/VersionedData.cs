namespace SampleOrigin;

/// <summary>The version that a write gives to what it changes, and its time.</summary>
internal readonly record struct Stamp(long Version, DateTimeOffset At);

/// <summary>
/// A data set under one lock. Its version starts at 1 and grows by one with each write; what a write changed carries that
/// version, so an answer older than a write is told by its number.
/// </summary>
internal abstract class VersionedData(TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>The version of the latest write. To be read inside <see cref="Read"/> or <see cref="Write"/>.</summary>
    protected internal long Version { get; private set; } = 1;

    public OriginAnswer Read(Func<OriginAnswer> read)
    {
        lock (_gate)
            return read() with { Version = Version };
    }

    /// <summary>Changes the data; an answer of 400 or above says that nothing was changed.</summary>
    public OriginAnswer Write(Func<Stamp, OriginAnswer> write)
    {
        lock (_gate)
        {
            var stamp = new Stamp(Version + 1, time.GetUtcNow());
            var answer = write(stamp);
            if (answer.Status < StatusCodes.Status400BadRequest)
                Version = stamp.Version;
            return answer with { Version = Version };
        }
    }
}
