using System.Text;

namespace CachingGateway.Policies.Reading;

/// <summary>
/// Turns byte offsets into lines and columns. Offsets only grow, so a whole file costs one pass, even when it is one long line.
/// </summary>
internal ref struct PlaceCursor(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _offset;

    public int Line { get; private set; } = 1;

    public int Column { get; private set; } = 1;

    public void MoveTo(int offset)
    {
        var passed = _text[_offset..Math.Min(offset, _text.Length)];
        for (var end = passed.IndexOf((byte)'\n'); end >= 0; end = passed.IndexOf((byte)'\n'))
        {
            Line++;
            Column = 1;
            passed = passed[(end + 1)..];
        }

        Column += Encoding.UTF8.GetCharCount(passed);
        _offset = Math.Min(offset, _text.Length);
    }
}
