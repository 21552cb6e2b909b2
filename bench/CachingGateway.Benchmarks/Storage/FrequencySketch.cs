using System.Numerics;

namespace CachingGateway.Benchmarks.Storage;

/// <summary>
/// A count-min sketch of four rows of counters up to 15, halved after every ten additions per counter of a row.
/// </summary>
internal sealed class FrequencySketch(int expectedEntries)
{
    private const int Rows = 4;
    private readonly byte[] _counters = new byte[Rows * (int)BitOperations.RoundUpToPowerOf2((uint)expectedEntries)];
    private int _additions;

    private int RowLength => _counters.Length / Rows;

    public void Add(int key)
    {
        for (var row = 0; row < Rows; row++)
        {
            ref var counter = ref _counters[Position(key, row)];
            if (counter < 15) counter++;
        }

        if (++_additions < 10 * RowLength) return;
        _additions /= 2;
        foreach (ref var counter in _counters.AsSpan())
            counter /= 2;
    }

    public int Estimate(int key)
    {
        var least = int.MaxValue;
        for (var row = 0; row < Rows; row++)
            least = Math.Min(least, _counters[Position(key, row)]);
        return least;
    }

    private int Position(int key, int row)
    {
        var hash = ((ulong)(uint)key + 1) * (0x9E3779B97F4A7C15UL + ((ulong)row * 0xC2B2AE3D27D4EB4EUL));
        return (row * RowLength) + (int)((hash >> 32) & (ulong)(RowLength - 1));
    }
}
