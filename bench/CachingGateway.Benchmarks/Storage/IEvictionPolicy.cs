namespace CachingGateway.Benchmarks.Storage;

/// <summary>An eviction policy as a simulation sees it: keys and sizes, no bodies.</summary>
internal interface IEvictionPolicy
{
    string Name { get; }

    /// <summary>Looks a key up and takes it in on a miss; whether it was a hit.</summary>
    bool Access(int key, int bytes);
}

/// <summary>A simulated entry, linked into one list.</summary>
internal sealed class SimulatedEntry(int key, int bytes)
{
    public int Key => key;

    public int Bytes => bytes;

    public int Mark { get; set; }

    public SimulatedList? List { get; set; }

    public SimulatedEntry? Newer { get; set; }

    public SimulatedEntry? Older { get; set; }
}

/// <summary>A list of simulated entries from the newest to the oldest.</summary>
internal sealed class SimulatedList
{
    public SimulatedEntry? Newest { get; private set; }

    public SimulatedEntry? Oldest { get; private set; }

    public long Bytes { get; private set; }

    public void Push(SimulatedEntry entry)
    {
        (entry.List, entry.Newer, entry.Older) = (this, null, Newest);
        if (Newest is null)
            Oldest = entry;
        else
            Newest.Newer = entry;
        Newest = entry;
        Bytes += entry.Bytes;
    }

    public void Unlink(SimulatedEntry entry)
    {
        if (entry.Newer is null)
            Newest = entry.Older;
        else
            entry.Newer.Older = entry.Older;
        if (entry.Older is null)
            Oldest = entry.Newer;
        else
            entry.Older.Newer = entry.Newer;
        Bytes -= entry.Bytes;
    }
}
