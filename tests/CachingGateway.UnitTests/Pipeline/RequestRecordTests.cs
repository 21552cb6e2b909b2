using CachingGateway.Observability;
using CachingGateway.Pipeline;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Pipeline;

public sealed class RequestRecordTests : IDisposable
{
    private readonly DefaultHttpContext _context = new();
    private readonly RouteMeter _meter = new RouteMeters(TimeProvider.System).Of("a");
    private readonly RequestRecord _record;

    public RequestRecordTests() => _record = new RequestRecord(_context, _meter, span: null);

    public void Dispose() => _record.Dispose();

    [Fact]
    public void AnsweredRequest_IsCountedWithItsReasonAndItsBytes()
    {
        _context.Response.ContentLength = 7;
        _record.Note(CacheOutcome.Miss, CacheReason.SetCookie);
        _record.Source = BodySource.Shared;
        _record.Complete();
        _record.Dispose();

        var counted = _meter.Read();
        Assert.Equal((1, 7, 0), (counted.Misses, counted.BytesShared, counted.Errors.Count));
        Assert.Equal(1, counted.Reasons[CacheReason.SetCookie]);
    }

    [Fact]
    public void RequestThatEndedInAnException_IsAnErrorOfTheGateway()
    {
        _record.Dispose();

        Assert.Equal(1, _meter.Read().Errors[CacheReason.Internal]);
        Assert.Equal(0, _meter.Read().Requests);
    }

    [Fact]
    public void RequestWhoseClientLeft_IsNone()
    {
        _context.RequestAborted = new CancellationToken(canceled: true);
        _record.Dispose();

        Assert.Empty(_meter.Read().Errors);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 304)]
    public void AnswerWithoutABody_HasNoBytes(string method, int status)
    {
        (_context.Request.Method, _context.Response.StatusCode, _context.Response.ContentLength) = (method, status, 7);
        _record.Note(CacheOutcome.Bypass, CacheReason.Cookie);
        _record.Complete();
        _record.Dispose();

        Assert.Equal((1, 0), (_meter.Read().Bypassed, _meter.Read().BytesFromOrigin));
    }
}
