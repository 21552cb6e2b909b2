namespace CachingGateway.Commands.Running;

/// <summary>How far a long work is, on one line of a terminal; nothing where nobody watches.</summary>
internal sealed class WorkBar(string what, TextWriter error)
{
    private const int Cells = 30;

    private readonly bool _isWatched = error == Console.Error && !Console.IsErrorRedirected;
    private int _width;

    /// <param name="done">How much of it.</param>
    /// <param name="all">About how much there is; it may turn out to be more.</param>
    public async Task ShowAsync(long done, long all)
    {
        if (!_isWatched)
            return;
        var text = TextOf(done, all);
        await error.WriteAsync($"\r{text.PadRight(_width)}");
        _width = text.Length;
    }

    public async Task ClearAsync()
    {
        if (_width > 0)
            await error.WriteAsync($"\r{new string(' ', _width)}\r");
    }

    /// <summary>The line.</summary>
    public string TextOf(long done, long all)
    {
        // What comes meanwhile is looked at too; the end is the end, and not before.
        var percent = all <= 0 ? 0 : (int)Math.Clamp(done * 100 / all, 0, 99);
        var cells = percent * Cells / 100;
        return FormattableString.Invariant($"{what} [{new string('#', cells)}{new string('.', Cells - cells)}] {percent} %");
    }
}
