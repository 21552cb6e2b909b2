using System.Globalization;
using System.Text;
using CachingGateway.TestKit;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>How the origin ends a connection after what it has sent.</summary>
internal enum Ending
{
    KeepsOpen,
    Closes,
    Resets,
}

/// <summary>
/// What the origin sends back,
/// to the byte. Field lines may hold <see cref="Template"/> words. <c>Date</c> and <c>Content-Length</c>
/// are added where they are neither given nor left out on purpose.
/// </summary>
internal sealed record Reply(int Status, params string[] Fields)
{
    /// <summary>Absent: a text that names the case and the step, so that each answer can be told from all others.</summary>
    public string? Body { get; init; }

    /// <summary>Whole responses that come before it.</summary>
    public string Before { get; init; } = "";

    /// <summary>Replaces everything that would be sent.</summary>
    public string? Bytes { get; init; }

    public Ending Ending { get; init; }

    public bool HasDate { get; init; } = true;

    /// <summary>Only a request with one of these fields gets it, any other <see cref="Otherwise"/>.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Absent: the same with status 200.</summary>
    public Reply? Otherwise { get; init; }

    public Reply With(params string[] fields) => this with { Fields = [.. Fields, .. fields] };

    public Reply WithBody(string body) => this with { Body = body };

    public Reply WithoutDate() => this with { HasDate = false };

    /// <summary>Sends interim responses first.</summary>
    public Reply After(string interim) => this with { Before = interim };

    public Reply ThenCloses() => this with { Ending = Ending.Closes };

    public Reply IfAsked(string field, Reply otherwise) => this with { Needs = [field], Otherwise = otherwise };

    public string BodyFor(string automatic) => Body ?? (Status is 204 or 205 or 304 ? "" : automatic);

    /// <summary>What this request gets.</summary>
    public Reply For(ReceivedRequest request) =>
        Needs.Count == 0 || Needs.Any(name => request.Header(name) is not null) ? this : Otherwise ?? this with { Status = 200 };

    public string Render(ReceivedRequest request, string automatic, Template template)
    {
        var body = BodyFor(automatic);
        if (Bytes is not null)
            return template.Expand(Bytes.Replace("{body}", body, StringComparison.Ordinal));
        var text = new StringBuilder(Before).Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {Reason}\r\n");
        foreach (var line in Fields)
            text.Append(template.Expand(line)).Append("\r\n");
        if (HasDate && !Gives("Date"))
            text.Append(template.Expand("Date: {date}\r\n"));
        if (HasBody && !Gives("Content-Length") && !Gives("Transfer-Encoding"))
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        return text.Append("\r\n").Append(HasBody && request.Method != "HEAD" ? body : "").ToString();
    }

    private bool HasBody => Status is not (204 or 304);

    private string Reason => Status switch { 200 => "OK", 304 => "Not Modified", _ => "As Scripted" };

    private bool Gives(string name) => Fields.Any(f => f.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
}
