using CachingGateway.Keys;

namespace CachingGateway.Fetching;

/// <summary>Whether answers for a key cannot be stored, as far as is remembered.</summary>
internal enum Uncacheability
{
    /// <summary>Nothing speaks against it: one asks for all.</summary>
    None,

    /// <summary>The last could not be, and perhaps the next can: everybody asks for himself, and stores it if that is so.</summary>
    InDoubt,

    /// <summary>Nor could the one before it: everybody asks for himself, and nobody is ready to store it.</summary>
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

    /// <summary>An answer could not be stored.</summary>
    public void Add(EntryKey key)
    {
        var (now, ticks) = (time.GetTimestamp(), (long)(memory.TotalSeconds * time.TimestampFrequency));
        var before = Find(key) is { } mark && now < mark.Until ? mark : null;
        // One that is new enough stays: it is said with each of its answers.
        if (before is not { IsInDoubt: false } || before.Until - now < ticks / 2)
            Put(new Mark(key, now + ticks, IsInDoubt: before is null));
    }

    /// <summary>An answer came that could be stored, as it seems, when nobody was ready to.</summary>
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
