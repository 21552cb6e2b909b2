using CachingGateway.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Http;

/// <summary>RFC 9213 §2: a targeted field takes the place of <c>Cache-Control</c> and <c>Expires</c>, if it is one.</summary>
public class TargetedDirectivesTests
{
    [Theory]
    [InlineData("max-age=1", null, null, null, 1, false)]
    [InlineData("max-age=1", "max-age=2", null, null, 2, true)]
    [InlineData("max-age=1", "max-age=2", "max-age=3", null, 3, true)]
    [InlineData("max-age=1", null, null, "max-age=4", 4, true)]
    [InlineData("max-age=1", "max-age=2", null, "max-age=4", 2, true)]
    [InlineData("max-age=1", "", null, null, 1, false)]
    [InlineData("max-age=1", "max-age=2,", null, null, 1, false)]
    [InlineData("max-age=1", "MAX-AGE=2", null, null, 1, false)]
    [InlineData("max-age=1", null, null, "content=\"ESI/1.0\"", 1, false)]
    [InlineData("max-age=1", null, null, "max-age=600+60", 600, true)]
    [InlineData("max-age=1", "max-age=-5", null, null, 0, true)]
    public void MostSpecificField_Counts(string own, string? cdn, string? gateway, string? surrogate, int seconds, bool isTargeted)
    {
        var read = TargetedDirectives.Read(Headers(own, cdn, gateway, surrogate));

        Assert.Equal((TimeSpan.FromSeconds(seconds), isTargeted), (read.Directives.MaxAge, read.AreTargeted));
    }

    /// <summary>§2.1: a value of another kind is none; what restricts is heard whatever its value.</summary>
    [Theory]
    [InlineData("max-age=\"60\"", false, false)]
    [InlineData("max-age=1.5", false, false)]
    [InlineData("no-store", true, false)]
    [InlineData("no-store=?0", false, false)]
    [InlineData("no-store=1", true, false)]
    [InlineData("private=\"set-cookie\"", false, true)]
    public void ValuesOfAnotherKind_NeverPermit(string cdn, bool noStore, bool isPrivate)
    {
        var read = TargetedDirectives.Read(Headers("max-age=1", cdn, null, null));

        Assert.True(read.AreTargeted);
        Assert.Equal((noStore, isPrivate, null), (read.Directives.NoStore, read.Directives.Private, read.Directives.MaxAge));
    }

    private static HeaderDictionary Headers(string? own, string? cdn, string? gateway, string? surrogate)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in new[]
        {
            ("Cache-Control", own), ("CDN-Cache-Control", cdn), ("CachingGateway-Cache-Control", gateway), ("Surrogate-Control", surrogate),
        })
        {
            if (value is not null)
                headers[name] = value;
        }

        return headers;
    }
}
