using Xunit;
using CachingGateway.Fetching;

namespace CachingGateway.UnitTests.Fetching;

public sealed class FillBodyTests
{
    private int _abandoned;

    [Fact]
    public async Task Readers_EachSeeAllBytes_WhereverTheyBegin()
    {
        var body = NewBody();
        using var early = body.OpenReader()!;
        await body.WriteAsync(Bytes(0, 10_000), null, default);
        using var late = body.OpenReader()!;
        await body.WriteAsync(Bytes(10_000, 90_000), null, default);
        body.End(FillEnd.Complete);

        Assert.Equal(Bytes(0, 100_000), await ReadAllAsync(early));
        Assert.Equal(Bytes(0, 100_000), await ReadAllAsync(late));
        Assert.Equal(Bytes(0, 100_000), body.ToArray());
    }

    [Fact]
    public async Task WaitingReader_WakesWithTheNextBytes()
    {
        var body = NewBody();
        using var reader = body.OpenReader()!;
        var reading = reader.ReadAsync(default).AsTask();
        Assert.False(reading.IsCompleted);

        await body.WriteAsync(Bytes(0, 5), null, default);

        Assert.Equal(5, (await reading).Bytes.Length);
    }

    [Fact]
    public async Task KeptBody_NeverMakesTheWriterWait()
    {
        var body = NewBody();
        using var reader = body.OpenReader()!;

        var writing = body.WriteAsync(Bytes(0, FillBody.WindowBytes * 4), null, default).AsTask();
        Assert.True(writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task BodyNotKept_MakesTheWriterWaitForTheSlowestReader()
    {
        var body = NewBody();
        using var slow = body.OpenReader()!;
        using var fast = body.OpenReader()!;
        body.StopKeeping();
        var writing = body.WriteAsync(Bytes(0, FillBody.WindowBytes + 1), null, default).AsTask();
        Assert.False(writing.IsCompleted);

        await AdvanceAsync(fast, FillBody.WindowBytes);
        Assert.False(writing.IsCompleted);
        await AdvanceAsync(slow, 1000);
        await writing;
    }

    [Fact]
    public async Task BodyNotKept_LetsTheWriterGoOn_WhenTheLastOfTheSlowestHasMovedOrLeft()
    {
        var body = NewBody();
        var readers = Enumerable.Range(0, 100).Select(_ => body.OpenReader()!).ToArray();
        body.StopKeeping();
        for (var round = 0; round < 3; round++)
        {
            var writing = body.WriteAsync(Bytes(0, FillBody.WindowBytes * 2), null, default).AsTask();
            foreach (var reader in readers)
            {
                Assert.False(writing.IsCompleted);
                // Every third has had enough by the last round, and says so twice.
                if (round == 2 && Array.IndexOf(readers, reader) % 3 == 0)
                    reader.Dispose();
                else
                    await ReadAsync(reader, FillBody.WindowBytes * 2);
            }

            await writing.WaitAsync(TimeSpan.FromSeconds(10));
        }

        foreach (var reader in readers)
            reader.Dispose();
        Assert.Equal(1, _abandoned);
    }

    [Fact]
    public void BodyNotKept_TakesNoNewReaders()
    {
        var body = NewBody();
        using var reader = body.OpenReader()!;
        body.StopKeeping();

        Assert.Null(body.OpenReader());
    }

    [Fact]
    public void LastReaderOfABodyNotKept_Abandons()
    {
        var body = NewBody();
        var (one, two) = (body.OpenReader()!, body.OpenReader()!);
        body.StopKeeping();
        one.Dispose();
        Assert.Equal(0, _abandoned);

        two.Dispose();
        Assert.Equal(1, _abandoned);
    }

    [Fact]
    public void LastReaderOfAKeptBody_LeavesItToTheStore()
    {
        var body = NewBody();
        body.OpenReader()!.Dispose();

        Assert.Equal(0, _abandoned);
    }

    [Fact]
    public async Task LastBytesOfAKnownLength_AreReadWhenTheBodyHasEnded()
    {
        var body = NewBody();
        using var reader = body.OpenReader()!;
        await body.WriteAsync(Bytes(0, 10), 15, default);
        await body.WriteAsync(Bytes(10, 5), 15, default);
        Assert.Equal(10, (await reader.ReadAsync(default)).Bytes.Length);
        reader.Advance(10);
        var reading = reader.ReadAsync(default).AsTask();
        Assert.False(reading.IsCompleted);

        body.End(FillEnd.Complete);

        Assert.Equal(5, (await reading).Bytes.Length);
    }

    [Fact]
    public async Task BodyOfKnownLength_IsStoredWithoutACopy()
    {
        var body = NewBody();
        await body.WriteAsync(Bytes(0, 1000), 3000, default);
        await body.WriteAsync(Bytes(1000, 2000), 3000, default);
        body.End(FillEnd.Complete);

        Assert.Same(body.ToArray(), body.ToArray());
    }

    [Theory]
    [InlineData(FillEnd.Complete)]
    [InlineData(FillEnd.Broken)]
    public async Task End_ReachesReadersBehindTheLastByte(object end)
    {
        var body = NewBody();
        using var reader = body.OpenReader()!;
        await body.WriteAsync(Bytes(0, 3), null, default);
        body.End((FillEnd)end);

        Assert.Equal(3, (await reader.ReadAsync(default)).Bytes.Length);
        reader.Advance(3);
        Assert.Equal((FillEnd)end, (await reader.ReadAsync(default)).End);
    }

    private FillBody NewBody() => new(() => _abandoned++);

    private static byte[] Bytes(int from, int count) => [.. Enumerable.Range(from, count).Select(i => (byte)(i * 31 >> 3))];

    private static async Task AdvanceAsync(FillReader reader, int count)
    {
        while (count > 0)
        {
            var bytes = Math.Min(count, (await reader.ReadAsync(default)).Bytes.Length);
            reader.Advance(bytes);
            count -= bytes;
        }
    }

    private static async Task<byte[]> ReadAllAsync(FillReader reader)
    {
        var all = new List<byte>();
        while (await reader.ReadAsync(default) is { End: FillEnd.None } piece)
        {
            all.AddRange(piece.Bytes.Span);
            reader.Advance(piece.Bytes.Length);
        }

        return [.. all];
    }

    private static async Task ReadAsync(FillReader reader, int bytes)
    {
        while (bytes > 0)
        {
            var count = Math.Min(bytes, (await reader.ReadAsync(default)).Bytes.Length);
            reader.Advance(count);
            bytes -= count;
        }
    }
}
