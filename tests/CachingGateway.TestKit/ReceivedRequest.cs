using System.Text;

namespace CachingGateway.TestKit;

/// <summary>A request as an origin received it.</summary>
/// <param name="Method">As sent.</param>
/// <param name="Target">The raw request target.</param>
/// <param name="Headers">Every field line in order of names, values decoded as Latin-1.</param>
/// <param name="Body">The whole body.</param>
internal sealed record ReceivedRequest(
    string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>The target without its query.</summary>
    public string Path => Target.Split('?', 2)[0];

    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target.Split('?', 2)[1] : "";

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The values of a field joined by a comma, or <see langword="null"/> when it was not sent.</summary>
    public string? Header(string name) => FieldLines.Joined(Headers, name);

    public int HeaderBytes => Headers.Sum(h => h.Key.Length + h.Value.Length + 4);

    /// <summary>All that was sent, to look for something that must not be there.</summary>
    public override string ToString() =>
        $"{Method} {Target}\n{string.Join('\n', Headers.Select(h => $"{h.Key}: {h.Value}"))}\n\n{Text}";
}
