using System.Text;
using System.Text.Json;
using CachingGateway.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"b":{"d":1,"c":2},"a":{}}""", """{"a":{},"b":{"c":2,"d":1}}""")]
    [InlineData("""{"ab":1,"a":2,"":3}""", """{"":3,"a":2,"ab":1}""")]
    [InlineData(""" [1.0, 1e5, 1E5, -0, 10000000000000000000000] """, """[1.0,1e5,1E5,-0,10000000000000000000000]""")]
    [InlineData("""["\u0041\/\u00e9\uD83D\uDE00"]""", "[\"A/\u00e9\U0001F600\"]")]
    [InlineData("""["\u0022\u005c\u000a\u001F\b\f\r\t"]""", """["\"\\\n\u001f\b\f\r\t"]""")]
    [InlineData("\"x\"", "\"x\"")]
    [InlineData("0", "0")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    public void Json_BecomesCanonical(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("[1,]")]
    [InlineData("[1] // x")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("[{\"x\":{\"b\":1,\"a\":1,\"b\":2}}]")]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("[\"\\ud800\\u0041\"]")]
    [InlineData("[\"\\udc00\"]")]
    [InlineData("{\"\\ud800x\":1}")]
    [InlineData("\uFEFF{}")]
    [InlineData("NaN")]
    [InlineData("01")]
    [InlineData("[\"\t\"]")]
    public void TextWithoutOneMeaning_IsRefused(string json) => Assert.Null(Canonical(json));

    [Fact]
    public void InvalidUtf8_IsRefused() =>
        Assert.False(CanonicalJson.TryCanonicalize(new byte[] { (byte)'"', 0xC3, (byte)'"' }, out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Depth_IsLimited(int depth, bool accepted)
    {
        var arrays = new string('[', depth) + new string(']', depth);
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        Assert.Equal(accepted, Canonical(arrays) is not null);
        Assert.Equal(accepted, Canonical(objects) is not null);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Size_IsLimited(int above, bool accepted)
    {
        var json = $"\"{new string('x', CanonicalJson.MaxBytes - 2 + above)}\"";
        Assert.Equal(accepted, Canonical(json) is not null);
    }

    [Fact]
    public void ManyMembers_AreSortedWithoutLoss()
    {
        var names = Enumerable.Range(0, 20_000).Select(i => $"\"k{i}\":{i}").ToArray();
        var sorted = names.Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Canonical($"{{{string.Join(',', sorted)}}}"), Canonical($"{{{string.Join(',', names.Reverse())}}}"));
    }

    [Fact]
    public void SameValueWrittenOtherwise_HasOneForm() =>
        JsonTexts.Values().Holds(300, value =>
        {
            var plain = Canonical(JsonTexts.Write(value, seed: 0));
            var other = Canonical(JsonTexts.Write(value, seed: 7));
            return plain is not null && plain == other && Canonical(plain) == plain;
        });

    [Fact]
    public void DifferentValues_HaveDifferentForms() =>
        JsonTexts.Values().Two().Holds(300, pair =>
        {
            var (left, right) = (Canonical(JsonTexts.Write(pair.Item1, 3)), Canonical(JsonTexts.Write(pair.Item2, 5)));
            using var leftDocument = JsonDocument.Parse(left!);
            using var rightDocument = JsonDocument.Parse(right!);
            return left == right == JsonElement.DeepEquals(leftDocument.RootElement, rightDocument.RootElement);
        });

    [Fact]
    public void AnyBytes_NeverThrow() =>
        Gen.Elements("{", "}", "[", "]", ",", ":", "\"", "a", "\\u", "d800",
            "\\", "1", "-", "true", " ", "\u00e9", "\0").ListOf().Holds(
            1000,
            pieces =>
            {
                var form = Canonical(string.Concat(pieces));
                return form is null || Canonical(form) == form;
            });

    private static string? Canonical(string json) =>
        CanonicalJson.TryCanonicalize(Encoding.UTF8.GetBytes(json), out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
