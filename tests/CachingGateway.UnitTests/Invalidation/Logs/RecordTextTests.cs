using System.Text;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation.Logs;

public class RecordTextTests
{
    [Fact]
    public void TargetWritten_ReadsTheSame() =>
        Prop.ForAll<NonNull<string>, TargetKind, InvalidationMode>((text, kind, mode) =>
        {
            // Half a surrogate pair is no text that could be sent anywhere.
            var target = new InvalidationTarget(kind, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)));
            return RecordText.TryReadTarget(RecordText.OfTarget(mode, target), out var readMode, out var read) && (readMode, read) == (mode, target);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ListWritten_ReadsTheSame() =>
        Prop.ForAll<byte[][]>(items =>
        {
            var sound = items.Select(item => item ?? []).ToArray();
            var read = RecordText.ReadList(RecordText.OfList(sound));
            return read is not null && read.Count == sound.Length && read.Zip(sound).All(pair => pair.First.SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyBytes_AreAListOrNone_AndReadBackTheSameIfTheyAre() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            _ = RecordText.TryReadTarget(bytes, out _, out _);
            return RecordText.ReadList(bytes) is not { } items || RecordText.OfList(items).Length <= bytes.Length;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("3:abc0:", 2)]
    [InlineData("", 0)]
    public void List_IsRead(string text, int count) => Assert.Equal(count, RecordText.ReadList(Encoding.ASCII.GetBytes(text))!.Count);

    [Theory]
    [InlineData("3:ab")]
    [InlineData(":abc")]
    [InlineData("-1:a")]
    [InlineData("1a")]
    [InlineData("99999999999:a")]
    public void NoList_IsNone(string text) => Assert.Null(RecordText.ReadList(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("Xtag")]
    [InlineData("Pxag")]
    public void NoTarget_IsRefused(string text) => Assert.False(RecordText.TryReadTarget(Encoding.ASCII.GetBytes(text), out _, out _));
}
