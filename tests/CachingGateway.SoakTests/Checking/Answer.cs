using System.Globalization;

namespace CachingGateway.SoakTests.Checking;

/// <summary>The body of an answer: which resource, in which form, which version, asked for by which gateway.</summary>
internal sealed record Answer(string Path, string Form, long Version, int Gateway)
{
    /// <summary>As the origin writes it. The end names the version again, so that a cut or mixed body shows.</summary>
    public string Text(int padding) => string.Create(
        CultureInfo.InvariantCulture, $"{Path};{Form};{Version};{Gateway};{new string('.', padding)};{Version}");

    /// <summary><see langword="null"/> for what the origin never wrote.</summary>
    public static Answer? Read(string body, int padding)
    {
        var parts = body.Split(';');
        return parts.Length == 6
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var gateway)
            && new Answer(parts[0], parts[1], version, gateway) is var answer
            && answer.Text(padding) == body
                ? answer
                : null;
    }
}
