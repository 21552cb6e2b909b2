namespace CachingGateway.Http;

/// <summary>
/// Remembers the texts made of numbers, so that a hit need not make its own. Without locks: two threads may make the same
/// text, and either is kept. Bounded: one slot for each number below 131,072 (a day and a half in seconds), and 4,096 slots
/// which all others share.
/// </summary>
internal sealed class BoundedTexts(Func<long, string> make)
{
    private const int Exact = 1 << 17;
    private const int Shared = 1 << 12;

    private readonly string?[] _exact = new string?[Exact];
    private readonly Remembered?[] _shared = new Remembered?[Shared];

    public string Of(long number)
    {
        if ((ulong)number < Exact)
        {
            return _exact[number] ??= make(number);
        }

        // Number and text are one object: a slot is never read half old and half new.
        ref var slot = ref _shared[number & (Shared - 1)];
        var known = slot;
        if (known is null || known.Number != number)
        {
            slot = known = new Remembered(number, make(number));
        }

        return known.Text;
    }

    private sealed record Remembered(long Number, string Text);
}
