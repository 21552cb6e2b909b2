using CachingGateway.Keys;

namespace CachingGateway.Fetching;

/// <summary>
/// Keys whose last response could not be stored, so that nobody queues for the next. A table of fixed size: a key that meets
/// another in its place takes it, and at worst somebody queues once more.
/// </summary>
internal sealed class UncacheableKeys(TimeSpan memory, TimeProvider time)
{
    private const int Slots = 16 * 1024;

    private readonly Mark?[] _marks = new Mark?[Slots];

    public bool Contains(EntryKey key) =>
        Volatile.Read(ref _marks[Slot(key)]) is { } mark && mark.Key == key && time.GetTimestamp() < mark.Until;

    public void Add(EntryKey key)
    {
        var until = time.GetTimestamp() + (long)(memory.TotalSeconds * time.TimestampFrequency);
        Volatile.Write(ref _marks[Slot(key)], new Mark(key, until));
    }

    public void Remove(EntryKey key)
    {
        if (Volatile.Read(ref _marks[Slot(key)]) is { } mark && mark.Key == key)
            Volatile.Write(ref _marks[Slot(key)], null);
    }

    private static int Slot(EntryKey key) => (int)(key.High % Slots);

    private sealed record Mark(EntryKey Key, long Until);
}
