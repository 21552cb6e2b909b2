using CachingGateway.Freshness;
using CachingGateway.Http;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Freshness;

public class ContentETagTests
{
    /// <summary>
    /// It is stored and compared across replicas and versions: the bytes that it is made of may not change unseen.
    /// </summary>
    [Theory]
    [InlineData("", "\"47DEQpj8HBSa-_TImW-5JA\"")]
    [InlineData("abc", "\"ungWv48Bz-pBQUDeXa4iIw\"")]
    public void Tag_IsTheFirstHalfOfSha256(string body, string expected) =>
        Assert.Equal(expected, ContentETag.Of(System.Text.Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Tag_IsStrongAndTellsBodiesApart() =>
        Prop.ForAll<byte[], byte[]>((one, other) =>
        {
            var tag = ContentETag.Of(one);
            return EntityTags.IsValid(tag) && !EntityTags.IsWeak(tag)
                && EntityTags.StrongMatch(tag, ContentETag.Of(other)) == one.AsSpan().SequenceEqual(other);
        }).QuickCheckThrowOnFailure();
}
