namespace CachingGateway.Invalidation.Records;

/// <summary>What the records newer than a sequence do to one response.</summary>
internal record struct MarksFound
{
    /// <summary>The first of them that purges it, as far as they are known still; 0: none does.</summary>
    public long PurgedBy { get; private set; }

    /// <summary>Whether one of them purges it.</summary>
    public readonly bool IsPurged => PurgedBy != 0;

    /// <summary>Since when one of them makes it stale, as a timestamp; 0: none does.</summary>
    public long SoftSince { get; private set; }

    public readonly bool IsAny => IsPurged || SoftSince != 0;

    public void Take(long sequence, InvalidationMode mode, long softSince)
    {
        if (sequence == 0)
            return;
        if (mode == InvalidationMode.Purge)
            PurgedBy = PurgedBy == 0 ? sequence : Math.Min(PurgedBy, sequence);
        else if (SoftSince == 0 || softSince < SoftSince)
            SoftSince = Math.Max(1, softSince);
    }
}
