using CachingGateway.Keys;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

/// <summary>RFC 9110 §12.5.1, §12.5.4: what two ways of writing have in common.</summary>
public class PreferenceListTests
{
    [Theory]
    [InlineData("en-GB", "en-gb")]
    [InlineData("en;q=0.50, de", "de,en;q=0.5")]
    [InlineData("de;q=1.0", "de")]
    [InlineData("en;q=0.1,de;q=0.9", "de;q=0.9,en;q=0.1")]
    [InlineData("en, de", "en,de")]
    [InlineData("text/html;level=1;q=0.4, */*;q=0.1", "text/html;level=1;q=0.4,*/*;q=0.1")]
    [InlineData("a;q=2", "a;q=2")]
    [InlineData("a;q=x", "a;q=x")]
    [InlineData("text/html;p=\"A,B\"", "text/html;p=\"A,B\"")]
    [InlineData("", "")]
    public void OneForm(string value, string expected) => Assert.Equal(expected, PreferenceList.Normalize(value));

    [Fact]
    public void Lines_AreOneList() => Assert.Equal("de,en;q=0.5", PreferenceList.Normalize(new StringValues(["en;q=0.5", "de"])));

    [Fact]
    public void Nothing_StaysNothing() => Assert.Equal(StringValues.Empty, PreferenceList.Normalize(StringValues.Empty));
}
