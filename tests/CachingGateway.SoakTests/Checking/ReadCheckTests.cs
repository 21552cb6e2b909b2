using System.Net;
using Xunit;

namespace CachingGateway.SoakTests.Checking;

/// <summary>A soak that finds nothing has looked: here is what it would find.</summary>
public class ReadCheckTests
{
    private static readonly TimeSpan Began = TimeSpan.FromSeconds(10);

    private readonly Resource _resource = new(ResourceKind.Graced, 0, 1);

    [Fact]
    public void WhatWasPromised_IsRight()
    {
        At(version: 3);
        _resource.Purged(3);

        Assert.Null(Fault(version: 3));
    }

    [Theory]
    [InlineData("HIT")]
    [InlineData("MISS")]
    [InlineData("STALE")]
    [InlineData("BYPASS")]
    public void OlderThanAPurge_IsAFault(string cacheStatus)
    {
        At(version: 3);
        _resource.Purged(3);

        Assert.Equal("version 2 after 3 was acknowledged", Fault(version: 2, cacheStatus));
    }

    [Fact]
    public void OlderThanAPurgeAcknowledgedSinceItBegan_IsRight()
    {
        At(version: 3);
        var before = _resource.Promised;
        _resource.Purged(3);

        Assert.Null(ReadCheck.Fault(_resource, Read(2) with { Promised = before }));
    }

    [Fact]
    public void OlderThanASoftInvalidation_IsRightAsStaleAlone()
    {
        At(version: 3);
        _resource.BeginSoftening();
        _resource.EndSoftening(3, until: Began);

        Assert.Null(Fault(version: 2, "STALE"));
        Assert.Equal("version 2 as HIT after 3 was acknowledged, softly", Fault(version: 2, "HIT"));
    }

    [Fact]
    public void StaleAfterTheGrace_IsAFault()
    {
        At(version: 3);
        _resource.BeginSoftening();
        _resource.EndSoftening(3, until: Began - TimeSpan.FromSeconds(1));

        Assert.Equal("version 2 as STALE after the grace, which was over at 9.0000", Fault(version: 2, "STALE"));
    }

    [Fact]
    public void StaleWhileAGraceMayBegin_IsRight()
    {
        At(version: 3);
        _resource.BeginSoftening();
        _resource.EndSoftening(3, until: TimeSpan.Zero);
        _resource.BeginSoftening();

        Assert.Null(Fault(version: 2, "STALE"));
    }

    [Fact]
    public void AnErrorOrAnotherAnswer_IsAFault()
    {
        At(version: 3);
        var body = new Answer(_resource.Path, "", 3, 0).Text(_resource.Padding);

        Assert.Equal("502 of a healthy origin", ReadCheck.Fault(_resource, Read(3) with { Status = HttpStatusCode.BadGateway }));
        Assert.StartsWith("no answer of the origin's", ReadCheck.Fault(_resource, Read(3) with { Body = body[..^1] }), StringComparison.Ordinal);
        Assert.Equal("the answer of /graced/0/1 ", ReadCheck.Fault(_resource, Read(3) with { Form = "a" }));
        Assert.Equal("version 4 of 3", Fault(version: 4));
    }

    private void At(long version)
    {
        while (_resource.Version < version)
            _resource.Raise();
    }

    private string? Fault(long version, string cacheStatus = "HIT") => ReadCheck.Fault(_resource, Read(version, cacheStatus));

    private ReadResult Read(long version, string cacheStatus = "HIT") => new(
        Began, _resource.Promised, "", 0, HttpStatusCode.OK, cacheStatus, new Answer(_resource.Path, "", version, 0).Text(_resource.Padding));
}
