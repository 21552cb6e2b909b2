using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace CachingGateway.UnitTests.Pipeline.Wire;

public sealed class WireConnectionTests : IDisposable
{
    private const string Head = "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n";
    private const string OtherHead = "GET /b HTTP/1.1\r\nHost: a.example\r\n\r\n";

    private readonly WireRig _rig = new();

    [Fact]
    public async Task KnownHead_IsAnswered_AndTheServerSeesNothingOfIt()
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "hello", ("Content-Type", "text/plain"));

        var server = _rig.ServerReads();
        _rig.Send(Head);

        var answer = _rig.Received();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
        Assert.Contains("\r\nContent-Type: text/plain\r\n", answer);
        Assert.Contains("\r\nContent-Length: 5\r\n", answer);
        Assert.Contains("\r\nX-Cache-Status: HIT\r\n", answer);
        Assert.EndsWith("\r\n\r\nhello", answer);
        _rig.Send(OtherHead);
        Assert.Equal(OtherHead, _rig.Take(await server));
        Assert.Equal((1, 5), (_rig.Meter.Read().Hits, _rig.Meter.Read().BytesFromCache));
    }

    [Fact]
    public async Task SeveralKnownHeadsAtOnce_AreAnsweredInTheirOrder_AndTheServerGetsTheRest()
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "first");
        _rig.Store(await _rig.LearnAsync(OtherHead, "/b"), "second");
        const string unknown = "GET /c HTTP/1.1\r\nHost: a.example\r\n\r\n";

        var server = _rig.ServerReads();
        _rig.Send(OtherHead + Head + unknown + Head);

        Assert.Equal(unknown + Head, _rig.Take(await server));
        var answers = _rig.Received();
        Assert.True(answers.IndexOf("second", StringComparison.Ordinal) is > 0 and var second && answers.IndexOf("first", StringComparison.Ordinal) > second);
    }

    [Fact]
    public async Task HeadInAnotherRequestsBody_IsNoRequest()
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "hello");
        var post = $"POST /p HTTP/1.1\r\nHost: a.example\r\nContent-Length: {Head.Length}\r\n\r\n";

        var server = _rig.ServerReads();
        _rig.Send(post);
        Assert.Equal(post, _rig.Take(await server));
        server = _rig.ServerReads();
        _rig.Send(Head);

        Assert.Equal(Head, _rig.Take(await server));
        Assert.Equal("", _rig.Received());
    }

    [Fact]
    public async Task HeadThatGoesOnInOneThatIsNotThereYet_IsTheServers()
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "hello");

        var server = _rig.ServerReads();
        _rig.Send(Head[..20]);
        _rig.Take(await server, bytes: 0);
        server = _rig.ServerReads();
        _rig.Send(Head[20..]);

        Assert.Equal(Head, _rig.Take(await server));
        Assert.Equal("", _rig.Received());
    }

    [Fact]
    public async Task HeadOfAMiss_DoesNotGetTheMeaningOfTheNextHit()
    {
        // Seen twice, never answered by the short way: what follows is read by the server, and is a hit.
        await SeenByTheServerAsync(Head);
        await SeenByTheServerAsync(OtherHead);
        _rig.AnswerByTheServer("/x");
        await SeenByTheServerAsync(Head);
        await SeenByTheServerAsync(OtherHead);
        _rig.Store(_rig.AnswerByTheServer("/b"), "of b");

        var server = _rig.ServerReads();
        _rig.Send(Head);

        Assert.Equal(Head, _rig.Take(await server));
        Assert.Equal("", _rig.Received());
    }

    [Theory]
    [InlineData(+0, true)]
    [InlineData(-5, false)]
    public async Task HeadIsLearnt_OnlyIfTheServerSawItsEndThere(int shorter, bool isLearnt)
    {
        await SeenByTheServerAsync(Head);
        _rig.AnswerByTheServer("/a");
        await SeenByTheServerAsync(Head, Head.Length + shorter);
        _rig.Store(_rig.AnswerByTheServer("/a"), "hello");
        await SeenByTheServerAsync("the next, or the rest");
        _rig.AnswerByTheServer("/a");

        var server = _rig.ServerReads();
        _rig.Send(Head);

        Assert.Equal(isLearnt ? "" : Head, isLearnt ? "" : _rig.Take(await server));
        Assert.Equal(isLearnt, _rig.Received().Length > 0);
    }

    [Fact]
    public async Task HeadIsLearnt_WhenItComesForTheSecondTime()
    {
        _rig.Store(_rig.AnswerByTheServer("/a"), "hello");
        for (var i = 0; i < 2; i++)
        {
            await SeenByTheServerAsync(Head);
            _rig.AnswerByTheServer("/a");
        }

        _ = _rig.ServerReads();
        _rig.Send(Head);

        Assert.NotEqual("", _rig.Received());
    }

    public static TheoryData<string, Action<HttpRequestFeature>> Others => new()
    {
        { "another version", request => request.Protocol = "HTTP/1.0" },
        { "another protocol", request => request.Protocol = "HTTP/2" },
        { "the last of its connection", request => request.Headers["Connection"] = "close" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task AfterWhatMayNotBeFollowedByARequest_TheServerGetsAll(string what, Action<HttpRequestFeature> change)
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), what);
        await SeenByTheServerAsync(OtherHead);
        _rig.AnswerByTheServer("/b", change);

        var server = _rig.ServerReads();
        _rig.Send(Head);

        Assert.Equal(Head, _rig.Take(await server));
    }

    [Fact]
    public async Task ConditionalRequest_IsNotLearnt()
    {
        for (var i = 0; i < 2; i++)
        {
            await SeenByTheServerAsync(Head);
            _rig.Store(_rig.AnswerByTheServer("/a", request => request.Headers["If-None-Match"] = "\"x\""), "hello");
        }

        var server = _rig.ServerReads();
        _rig.Send(Head);

        Assert.Equal(Head, _rig.Take(await server));
    }

    [Fact]
    public async Task NothingStored_IsTheServers()
    {
        await _rig.LearnAsync(Head, "/a");

        var server = _rig.ServerReads();
        _rig.Send(Head);

        Assert.Equal(Head, _rig.Take(await server));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SwitchedOffOrLeaving_EverythingIsTheServers(bool isLeaving)
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "hello");
        (_rig.State.IsEnabled, _rig.State.IsDraining) = (isLeaving, isLeaving);

        var server = _rig.ServerReads();
        _rig.Send(Head);

        Assert.Equal(Head, _rig.Take(await server));
    }

    [Fact]
    public async Task ServerSeesARequest_BeforeItsPatienceWithTheConnectionIsOver()
    {
        using var rig = new WireRig(keepAlive: TimeSpan.Zero);
        rig.Store(await rig.LearnAsync(Head, "/a"), "hello");

        var server = rig.ServerReads();
        rig.Send(Head);

        Assert.Equal(Head, rig.Take(await server));
    }

    [Theory]
    [InlineData("X-Bad", "a\r\nSet-Cookie: x=1")]
    [InlineData("X-Bad", "a\nb")]
    [InlineData("X-Bad", "\u20ac")]
    [InlineData("X-Bad", "a\0b")]
    [InlineData("X Bad", "a")]
    [InlineData("X\tBad", "a")]
    public async Task FieldThatTheServerHasToLookAt_IsTheServers(string name, string value)
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "hello", (name, value));

        var server = _rig.ServerReads();
        _rig.Send(Head);

        Assert.Equal(Head, _rig.Take(await server));
        Assert.Equal("", _rig.Received());
    }

    [Fact]
    public async Task OutputThatTheServerHasCompleted_IsNotWrittenTo()
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "hello");
        var server = _rig.ServerReads();
        await _rig.Connection.Output.CompleteAsync();

        _rig.Send(Head);

        Assert.Equal(Head, _rig.Take(await server));
    }

    [Fact]
    public async Task CancelledRead_IsTheServers()
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "hello");
        var server = _rig.ServerReads();

        _rig.Connection.Input.CancelPendingRead();

        Assert.True((await server).IsCanceled);
    }

    [Fact]
    public async Task Hit_AllocatesNothing()
    {
        _rig.Store(await _rig.LearnAsync(Head, "/a"), "hello");
        _ = _rig.ServerReads();
        var head = Encoding.Latin1.GetBytes(Head);
        for (var i = 0; i < 200; i++)
            Exchange();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Exchange();

        // A head is written anew when a second has gone by.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 0, 16);

        void Exchange()
        {
            _rig.Send(head);
            Assert.True(_rig.Discard() > head.Length);
        }
    }

    public void Dispose() => _rig.Dispose();

    private async Task SeenByTheServerAsync(string head, int? bytes = null)
    {
        var read = _rig.ServerReads();
        _rig.Send(head);
        _rig.Take(await read, bytes);
    }
}
