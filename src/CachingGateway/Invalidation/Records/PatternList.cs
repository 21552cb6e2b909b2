using CachingGateway.Keys;

namespace CachingGateway.Invalidation.Records;

/// <summary>
/// The patterns that were invalidated, in the order of their sequences. One writer adds; readers walk back from the newest one
/// without a lock, so what they do grows with the patterns newer than what they ask for and with nothing else.
/// </summary>
internal sealed class PatternList
{
    private readonly Dictionary<(InvalidationMode Mode, string Text), int> _places = [];
    private Page _page = new(16);

    /// <summary>How many different ones there are. The writer's to ask.</summary>
    public int Count => _places.Count;

    /// <summary>Adds the newest; an older one of the same text and mode counts no more.</summary>
    public void Add(long sequence, InvalidationMode mode, string text, long softSince)
    {
        if (_page.Used == _page.Items.Length)
            Renew(0);
        // The older one stays until the page is renewed. Were it taken away here, a reader that began before the newer one came
        // would find neither, and serve what the older one had purged.
        _places[(mode, text)] = _page.Used;
        _page.Items[_page.Used] = new PatternMark(sequence, mode, text, softSince);
        _page.Used++;
    }

    /// <summary>Forgets those up to a sequence.</summary>
    public void Prune(long floor) => Renew(floor);

    /// <summary>Adds to <paramref name="found"/> what those with a greater sequence do to a name.</summary>
    public void Find(string name, long after, ref MarksFound found)
    {
        var page = Volatile.Read(ref _page);
        for (var i = page.Used - 1; i >= 0; i--)
        {
            var mark = page.Items[i]!;
            if (mark.Sequence <= after)
                return;
            if (NameGlob.Matches(mark.Text, name))
                found.Take(mark.Sequence, mark.Mode, mark.SoftSince);
        }
    }

    // Makes room: without those that newer ones stand for, without those up to the floor, and half of it free again. A reader
    // keeps the page that it began with.
    private void Renew(long floor)
    {
        var kept = _places.Values.Order().Select(place => _page.Items[place]!).Where(mark => mark.Sequence > floor).ToArray();
        var page = new Page(Math.Max(16, kept.Length * 2));
        _places.Clear();
        foreach (var mark in kept)
        {
            _places[(mark.Mode, mark.Text)] = page.Used;
            page.Items[page.Used++] = mark;
        }

        Volatile.Write(ref _page, page);
    }

    private sealed record PatternMark(long Sequence, InvalidationMode Mode, string Text, long SoftSince);

    private sealed class Page(int length)
    {
        private int _used;

        public PatternMark?[] Items { get; } = new PatternMark?[length];

        /// <summary>What is below was written before.</summary>
        public int Used
        {
            get => Volatile.Read(ref _used);
            set => Volatile.Write(ref _used, value);
        }
    }
}
