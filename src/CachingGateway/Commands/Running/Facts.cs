using System.Text;

namespace CachingGateway.Commands.Running;

/// <summary>Facts for a terminal: one a line, the labels in one column.</summary>
internal sealed class Facts
{
    private const int Column = 16;

    private readonly StringBuilder _text = new();

    /// <param name="label">Empty: of the line before.</param>
    /// <param name="value"><see langword="null"/>: there is nothing to say.</param>
    public void Add(string label, string? value)
    {
        if (value is not null)
            _text.Append(label.PadRight(Column)).Append("  ").AppendLine(value);
    }

    /// <summary>Several under one label.</summary>
    public void AddAll(string label, IEnumerable<string> values)
    {
        foreach (var (index, value) in values.Index())
            Add(index == 0 ? label : "", value);
    }

    public override string ToString() => _text.ToString().TrimEnd();
}
