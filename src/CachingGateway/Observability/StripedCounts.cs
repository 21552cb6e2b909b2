using System.Numerics;

namespace CachingGateway.Observability;

/// <summary>Counts that processors raise without touching each other's cache lines.</summary>
internal sealed class StripedCounts
{
    /// <summary>Two cache lines, because processors fetch lines in pairs.</summary>
    private const int Apart = 16;

    private readonly long[] _cells;
    private readonly int _size;
    private readonly int _stride;
    private readonly int _mask;

    /// <param name="size">How many counts there are.</param>
    public StripedCounts(int size)
    {
        var stripes = (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount);
        _size = size;
        _mask = stripes - 1;
        // One pair of lines more than needed, as nobody knows where in a line an array begins.
        _stride = (((size + Apart - 1) / Apart) + 1) * Apart;
        _cells = new long[Apart + (stripes * _stride)];
    }

    /// <summary>The counts of the processor that this runs on now; others may raise them too, so only by interlocked operations.</summary>
    public Span<long> Own => _cells.AsSpan(Apart + ((Thread.GetCurrentProcessorId() & _mask) * _stride), _size);

    public void Increment(int index = 0) => Interlocked.Increment(ref Own[index]);

    public void Add(int index, long value) => Interlocked.Add(ref Own[index], value);

    public long Sum(int index = 0)
    {
        var sum = 0L;
        for (var at = Apart + index; at < _cells.Length; at += _stride)
            sum += Volatile.Read(ref _cells[at]);
        return sum;
    }
}
