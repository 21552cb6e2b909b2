using System.Text;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>All that was said in a case, for whoever has to find out why it failed.</summary>
internal sealed class Transcript
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    public void Add(string who, string said)
    {
        lock (_lock)
        {
            foreach (var line in said.TrimEnd().Split('\n'))
                _text.Append(who).Append(' ').Append(line.TrimEnd('\r')).Append('\n');
        }
    }

    public override string ToString()
    {
        lock (_lock)
            return _text.ToString();
    }
}
