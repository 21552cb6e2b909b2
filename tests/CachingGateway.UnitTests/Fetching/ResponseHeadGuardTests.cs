using System.Text;
using CachingGateway.Fetching;
using Xunit;

namespace CachingGateway.UnitTests.Fetching;

public sealed class ResponseHeadGuardTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\nY: b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\rY: b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 0\n\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: a\nY: b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-T: a\nb\r\n\r\n")]
    public void HeadThatCanBeSplitInTwoWays_IsRefused_HoweverItIsCut(string answer) =>
        EachCut(answer, pieces => Assert.Throws<IOException>(() => Read(new ResponseHeadGuard(), Get, pieces)));

    [Theory]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\na\nb\rc\0d")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\ntransfer-encoding:  gzip, Chunked\r\n\r\n4;a=\"b\"\r\na\nb\r\r\n2\r\n\0\n\r\n0\r\nX-T: a\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\n\r\na\nb\rc\0d")]
    [InlineData("GET", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\n\r\0")]
    [InlineData("GET", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\n")]
    [InlineData("GET", "\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\n")]
    [InlineData("CONNECT", "HTTP/1.1 200 OK\r\n\r\n\n\r\0")]
    public void BytesOfABody_AreNeverObjectedTo_HoweverTheyAreCut(string method, string answer) =>
        EachCut(answer, pieces => Read(new ResponseHeadGuard(), $"{method} / HTTP/1.1\r\n\r\n", pieces));

    [Theory]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\nb")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n0\r\n\r\n")]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n")]
    public void NextAnswerOnTheConnection_IsWatchedAgain(string method, string first) =>
        EachCut(first, pieces =>
        {
            var guard = new ResponseHeadGuard();
            Read(guard, $"{method} / HTTP/1.1\r\n\r\n", pieces);
            Assert.Throws<IOException>(() => Read(guard, Get, ["HTTP/1.1 200 OK\r\nX: a\nb\r\n\r\n"]));
        });

    [Fact]
    public void UploadStillBeingWritten_AnnouncesNoAnswer()
    {
        var guard = new ResponseHeadGuard();
        Read(guard, "POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n", ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na\n"]);

        Read(guard, "HEAD of the rest", ["b\nc"]);
    }

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\n")]
    [InlineData("CONNECT a:1 HTTP/1.1\r\n\r\n")]
    [InlineData("HEAD / HTTP/1.1\r\nContent-Length: 900\r\n\r\n")]
    public void UploadThatLooksLikeARequest_BlindsNobody_HoweverItIsCut(string upload)
    {
        string[] requests =
        [
            $"POST / HTTP/1.1\r\nContent-Length: {upload.Length}\r\n\r\n{upload}",
            $"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{upload.Length:X}\r\n{upload}\r\n{upload.Length:x}\r\n{upload}\r\n0\r\n\r\n",
        ];
        foreach (var request in requests)
        {
            EachCut(request, pieces =>
            {
                var guard = new ResponseHeadGuard();
                foreach (var piece in pieces)
                    guard.OnWrite(Encoding.Latin1.GetBytes(piece));
                Read(guard, "", ["HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\nb"]);
                Assert.Throws<IOException>(() => Read(guard, Get, ["HTTP/1.1 200 OK\r\nX: a\nb\r\n\r\n"]));
            });
        }
    }

    [Theory]
    [InlineData("Content-Length: 0\r\nContent-Length: 0")]
    [InlineData("Content-Length: 0, 900")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    public void AnswerWhoseLengthIsReadInAnotherWay_BlindsNobody(string framing)
    {
        var guard = new ResponseHeadGuard();
        Read(guard, Get, [$"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n"]);

        Assert.Throws<IOException>(() => Read(guard, Get, ["HTTP/1.1 200 OK\r\nX: a\nb\r\n\r\n"]));
    }

    /// <summary>RFC 9112 §6.3.</summary>
    [Theory]
    [InlineData("Content-Length: 900\r\nContent-Length: 0")]
    [InlineData("Content-Length: 3\r\nX: a\r\ncontent-length:  4")]
    public void TwoLengths_AreRefused(string framing) =>
        Assert.Throws<IOException>(() => Read(new ResponseHeadGuard(), Get, [$"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n"]));

    [Fact]
    public void Http2_IsLeftAlone() => Read(new ResponseHeadGuard(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ["\0\n\r\0"]);

    private static void Read(ResponseHeadGuard guard, string written, IEnumerable<string> pieces)
    {
        guard.OnWrite(Encoding.Latin1.GetBytes(written));
        foreach (var piece in pieces)
            guard.OnRead(Encoding.Latin1.GetBytes(piece));
    }

    private static void EachCut(string text, Action<string[]> check)
    {
        for (var i = 0; i <= text.Length; i++)
            check([text[..i], text[i..]]);
        check([.. text.Select(c => c.ToString())]);
    }
}
