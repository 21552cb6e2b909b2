using CachingGateway.Storage;
using Xunit;
using static CachingGateway.UnitTests.Storage.StoredEntries;

namespace CachingGateway.UnitTests.Storage;

public sealed class ConcurrencySoakTests
{
    private const int Operations = 200_000;
    private const int Keys = 5_000;

    [Fact]
    public void ReadersAndWritersAtOnce_TheStoreStaysWhole()
    {
        var time = new ManualTime();
        using var store = new MemoryStore(new MemoryStoreOptions { MaxBytes = 2 * 1024 * 1024 }, time);
        var wrong = 0;

        Parallel.For(0, 4, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < Operations; i++)
            {
                // Nearer to 0, more popular.
                var number = (int)(Keys * Math.Pow(random.NextDouble(), 3));
                if (!Act(store, random, number)) Interlocked.Increment(ref wrong);
                if (i % 50_000 == 49_999 && worker == 0) store.Clear();
            }
        });

        Assert.Equal(0, wrong);
        StoreIntegrity.Check(store);
    }

    [Fact]
    public void KeyThatStays_IsNeverOverlookedWhileTheIndexGrows()
    {
        using var store = new MemoryStore(new MemoryStoreOptions { MaxBytes = 256L * 1024 * 1024 }, new ManualTime());
        for (var i = 0; i < 100; i++)
            store.TryAdd(Entry(i, bodyBytes: 0), NoLimits);
        var overlooked = 0;
        using var done = new CancellationTokenSource();

        Parallel.Invoke(
            () =>
            {
                for (var i = 100; i < 200_000; i++)
                {
                    var entry = Entry(i, bodyBytes: 0);
                    store.TryAdd(entry, NoLimits);
                    if (i % 3 == 0) store.Remove(entry);
                }

                done.Cancel();
            },
            () =>
            {
                for (var i = 0; !done.IsCancellationRequested; i = (i + 1) % 100)
                {
                    if (store.Find(i) is null) overlooked++;
                }
            });

        Assert.Equal(0, overlooked);
        StoreIntegrity.Check(store);
    }

    /// <summary>One operation; <see langword="false"/>: what was found is not what was asked for.</summary>
    private static bool Act(MemoryStore store, Random random, int number)
    {
        var variant = (ulong)random.Next(3);
        switch (random.Next(10))
        {
            case 0:
                store.TryAdd(Entry(number, random.Next(3000), variant), NoLimits);
                return true;
            case 1:
                store.TryAdd(Entry(number, random.Next(3000), variant), new RouteLimits("r" + (number % 3), 200, 100_000, 2));
                return true;
            case 2 when store.Find(Key(number), new(0, variant)) is { } victim:
                store.Remove(victim);
                return true;
            default:
                if (store.Find(Key(number), new(0, variant)) is not { } entry) return true;
                store.Touch(entry);
                return entry.Key == Key(number) && entry.Variant.Low == variant;
        }
    }
}
