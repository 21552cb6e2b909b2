using System.Text;
using System.Threading.Channels;

namespace CachingGateway.TestKit;

/// <summary>What a scripted origin answers. Without a <c>Content-Length</c> of its own the length of the body is sent.</summary>
internal sealed record ScriptedAnswer
{
    public int Status { get; init; } = 200;

    /// <summary>Fields in order; a name may stand several times.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>The answer's head waits until it is open.</summary>
    public Gate? Before { get; init; }

    /// <summary>A body sent piece by piece, chunked, instead of <see cref="Body"/>.</summary>
    public PiecewiseBody? Pieces { get; init; }

    /// <summary>Fields after the body; only HTTP/2 carries them.</summary>
    public IReadOnlyList<(string Name, string Value)> Trailers { get; init; } = [];

    public static ScriptedAnswer Ok(string body, params (string Name, string Value)[] headers) => Of(200, body, headers);

    public static ScriptedAnswer Of(int status, string body, params (string Name, string Value)[] headers) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(body), Headers = headers };
}

/// <summary>A response body under the control of the test.</summary>
internal sealed class PiecewiseBody
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();

    /// <summary>Sends a piece and flushes it.</summary>
    public void Send(string piece) => _pieces.Writer.TryWrite(Encoding.UTF8.GetBytes(piece));

    /// <summary>Ends the body as it should.</summary>
    public void Complete() => _pieces.Writer.TryComplete();

    /// <summary>Breaks the connection off in the middle of the body.</summary>
    public void Break() => _pieces.Writer.TryComplete(new IOException("The script breaks the body off."));

    public IAsyncEnumerable<byte[]> ReadAsync(CancellationToken cancellation) => _pieces.Reader.ReadAllAsync(cancellation);
}
