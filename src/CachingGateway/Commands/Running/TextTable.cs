using System.Text;

namespace CachingGateway.Commands.Running;

/// <summary>A table for a terminal: names to the left, figures to the right, two blanks between columns.</summary>
/// <param name="columns">Their headings; one that begins with <c>&gt;</c> is for figures.</param>
internal sealed class TextTable(params string[] columns)
{
    private const string Unknown = "-";

    private readonly List<string[]> _rows = [[.. columns.Select(column => column.TrimStart('>'))]];

    /// <param name="cells">As many as there are columns; <see langword="null"/>: not known.</param>
    public void Add(params object?[] cells) =>
        _rows.Add([.. cells.Select(cell => FormattableString.Invariant($"{cell}") is { Length: > 0 } text ? text : Unknown)]);

    public override string ToString()
    {
        var widths = columns.Select((_, i) => _rows.Max(row => row[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            var line = string.Join("  ", row.Select((cell, i) => columns[i][0] == '>' ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
            text.AppendLine(line.TrimEnd());
        }

        return text.ToString().TrimEnd();
    }
}
