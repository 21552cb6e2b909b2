using CachingGateway.Http;
using CachingGateway.Observability;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Http;

public class CacheStatusFieldTests
{
    /// <summary>RFC 9211 §2, in the order that its examples (§3) use.</summary>
    public static TheoryData<string, object> Members => new()
    {
        { "CachingGateway; hit", new CacheStatus() },
        { "CachingGateway; hit; ttl=376", new CacheStatus { Ttl = 376 } },
        { "CachingGateway; hit; ttl=-412", new CacheStatus { Ttl = -412 } },
        { "CachingGateway; hit; ttl=-1; detail=origin-error", new CacheStatus { Ttl = -1, Detail = CacheReason.OriginError } },
        {
            "CachingGateway; fwd=uri-miss; fwd-status=200; stored; collapsed",
            new CacheStatus { Fwd = Fwd.UriMiss, FwdStatus = 200, Stored = true, Collapsed = true }
        },
        {
            "CachingGateway; fwd=vary-miss; fwd-status=200; detail=set-cookie",
            new CacheStatus { Fwd = Fwd.VaryMiss, FwdStatus = 200, Detail = CacheReason.SetCookie }
        },
        {
            "CachingGateway; fwd=stale; fwd-status=304; ttl=300; stored",
            new CacheStatus { Fwd = Fwd.Stale, FwdStatus = 304, Ttl = 300, Stored = true }
        },
        { "CachingGateway; fwd=bypass; detail=disabled", new CacheStatus { Fwd = Fwd.Bypass, Detail = CacheReason.Disabled } },
        { "CachingGateway; fwd=request", new CacheStatus { Fwd = Fwd.Request } },
        { "CachingGateway; fwd=method", new CacheStatus { Fwd = Fwd.Method } },
        { "CachingGateway; fwd=miss", new CacheStatus { Fwd = Fwd.Miss } },
        { "CachingGateway; fwd=partial", new CacheStatus { Fwd = Fwd.Partial } },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void Status_IsRendered(string expected, object status) =>
        Assert.Equal(expected, CacheStatusField.Render((CacheStatus)status));

    [Fact]
    public void Member_StandsBehindThoseNearerToTheOrigin()
    {
        var lines = CacheStatusField.AppendTo(new StringValues(["Origin; hit", "Cdn; fwd=miss"]), new CacheStatus { Ttl = 1 });

        Assert.Equal("Origin; hit|Cdn; fwd=miss|CachingGateway; hit; ttl=1", string.Join("|", lines.ToArray()));
        Assert.Equal("CachingGateway; hit; ttl=1", CacheStatusField.AppendTo(default, new CacheStatus { Ttl = 1 }));
    }

    [Fact]
    public void HitsAndBypassesSeenBefore_CostNothing()
    {
        var bypass = new CacheStatus { Fwd = Fwd.Bypass, Detail = CacheReason.NoRoute };
        Render();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Render();
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(before, after);

        void Render()
        {
            CacheStatusField.Render(bypass);
            for (var ttl = 86_000; ttl < 86_400; ttl++)
            {
                CacheStatusField.HitText(ttl);
                IntegerText.Of(ttl);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void AnyNumber_IsItsDecimalText(long number)
    {
        Assert.Equal(number.ToString(), IntegerText.Of(number));
        Assert.Equal(number.ToString(), IntegerText.Of(number));
    }

    [Fact]
    public void NumbersOfOneSlot_AreNotMixedUp()
    {
        var texts = new BoundedTexts(number => number.ToString());

        Parallel.For(0, 20_000, at =>
        {
            var number = 200_000L + (4096L * (at % 3));
            Assert.Equal(number.ToString(), texts.Of(number));
        });
    }
}
