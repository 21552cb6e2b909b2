using CachingGateway.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Http;

/// <summary>RFC 9651 §4.2.2: dictionaries of structured fields, read strictly.</summary>
public class StructuredDictionaryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  max-age=60", "max-age:Integer:60")]
    [InlineData("max-age=60, no-store", "max-age:Integer:60 no-store:Boolean:1")]
    [InlineData("a=1 ,\tb=2", "a:Integer:1 b:Integer:2")]
    [InlineData("a=1, a=2", "a:Integer:2")]
    [InlineData("a=?0", "a:Boolean:0")]
    [InlineData("a;p=1;q", "a:Boolean:1")]
    [InlineData("a=-5", "a:Integer:-5")]
    [InlineData("a=1.25", "a:Decimal:0")]
    [InlineData("a=\"x\\\"y\"", "a:String:0")]
    [InlineData("a=tok/en:*", "a:Token:0")]
    [InlineData("a=:aGk=:", "a:Bytes:0")]
    [InlineData("a=@1659578233", "a:Date:1659578233")]
    [InlineData("a=%\"f%c3%bc\"", "a:DisplayString:0")]
    [InlineData("a=(1 \"b\";c d)", "a:InnerList:0")]
    [InlineData("*a_b.c-d*=1", "*a_b.c-d*:Integer:1")]
    public void WellFormed_IsRead(string text, string expected)
    {
        var members = StructuredDictionary.TryParse(text);

        Assert.NotNull(members);
        Assert.Equal(expected, string.Join(' ', members.Select(m => $"{m.Key}:{m.Kind}:{m.Number}")));
    }

    [Theory]
    [InlineData("Max-Age=60")]
    [InlineData("max-age=60,")]
    [InlineData(",a")]
    [InlineData("a=")]
    [InlineData("a= 1")]
    [InlineData("a =1")]
    [InlineData("a=1;")]
    [InlineData("a=1 b=2")]
    [InlineData("a=1.")]
    [InlineData("a=1.2345")]
    [InlineData("a=1234567890123456")]
    [InlineData("a=\"x")]
    [InlineData("a=\"\\x\"")]
    [InlineData("a=\"é\"")]
    [InlineData("a=?2")]
    [InlineData("a=(1,2)")]
    [InlineData("a=@1.5")]
    [InlineData("a=:*:")]
    public void OneFault_AndThereIsNothing(string text) => Assert.Null(StructuredDictionary.TryParse(text));

    [Fact]
    public void Lines_AreOneDictionary() =>
        Assert.Equal(2, StructuredDictionary.TryParse(new StringValues(["a=1", "b=2"]))!.Count);

    [Fact]
    public void AnyText_IsReadWithoutAnException() =>
        Prop.ForAll(HeaderTexts.Arbitrary, text => { _ = StructuredDictionary.TryParse(text); }).QuickCheckThrowOnFailure();
}
