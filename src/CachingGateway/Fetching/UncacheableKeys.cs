using CachingGateway.Keys;

namespace CachingGateway.Fetching;

/// <summary>Whether answers for a key can be stored, as far as is remembered.</summary>
internal enum Uncacheability
{
    /// <summary>Nothing speaks against it: one asks for all.</summary>
    None,

    /// <summary>They could not be, and perhaps the next can: everybody asks for himself, and what comes back is looked at as a whole.</summary>
    InDoubt,

    /// <summary>They cannot be.</summary>
    Certain,
}

/// <summary>
/// Keys whose last response could not be stored, so that nobody queues for the next. A table of fixed size: a key that meets
/// another in its place takes it, and at worst somebody queues once more.
/// </summary>
internal sealed class UncacheableKeys(TimeSpan memory, TimeProvider time)
{
    private const int Slots = 16 * 1024;

    private readonly Mark?[] _marks = new Mark?[Slots];

    public Uncacheability Of(EntryKey key) =>
        Find(key) is not { } mark || time.GetTimestamp() >= mark.Until ? Uncacheability.None
        : mark.IsInDoubt ? Uncacheability.InDoubt
        : Uncacheability.Certain;

    public void Add(EntryKey key)
    {
        var (now, ticks) = (time.GetTimestamp(), (long)(memory.TotalSeconds * time.TimestampFrequency));
        // One that is new enough stays: it is said with each of its answers.
        if (Find(key) is not { IsInDoubt: false } mark || mark.Until - now < ticks / 2)
            Put(new Mark(key, now + ticks, IsInDoubt: false));
    }

    /// <summary>An answer came that looked as if it could be stored.</summary>
    public void Doubt(EntryKey key)
    {
        if (Find(key) is { } mark)
            Put(mark with { IsInDoubt = true });
    }

    public void Remove(EntryKey key)
    {
        if (Find(key) is not null)
            Volatile.Write(ref _marks[Slot(key)], null);
    }

    private Mark? Find(EntryKey key) => Volatile.Read(ref _marks[Slot(key)]) is { } mark && mark.Key == key ? mark : null;

    private void Put(Mark mark) => Volatile.Write(ref _marks[Slot(mark.Key)], mark);

    private static int Slot(EntryKey key) => (int)(key.High % Slots);

    private sealed record Mark(EntryKey Key, long Until, bool IsInDoubt);
}
