namespace CachingGateway.Invalidation.Records;

/// <summary>What the records newer than a sequence do to one response.</summary>
internal record struct MarksFound
{
    /// <summary>Whether one of them purges it.</summary>
    public bool IsPurged { get; private set; }

    /// <summary>Since when one of them makes it stale, as a timestamp; 0: none does.</summary>
    public long SoftSince { get; private set; }

    public readonly bool IsAny => IsPurged || SoftSince != 0;

    public void Take(long sequence, InvalidationMode mode, long softSince)
    {
        if (sequence == 0)
            return;
        if (mode == InvalidationMode.Purge)
            IsPurged = true;
        else if (SoftSince == 0 || softSince < SoftSince)
            SoftSince = Math.Max(1, softSince);
    }
}
