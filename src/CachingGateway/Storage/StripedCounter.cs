using System.Numerics;
using System.Runtime.InteropServices;

namespace CachingGateway.Storage;

/// <summary>A count that processors raise without touching each other's cache lines.</summary>
internal sealed class StripedCounter
{
    private readonly Cell[] _cells = new Cell[BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)];

    public void Increment() =>
        Interlocked.Increment(ref _cells[Thread.GetCurrentProcessorId() & (_cells.Length - 1)].Value);

    public long Sum()
    {
        var sum = 0L;
        foreach (ref var cell in _cells.AsSpan())
            sum += Volatile.Read(ref cell.Value);
        return sum;
    }

    /// <summary>Two cache lines wide, because processors fetch lines in pairs.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(64)]
        public long Value;
    }
}
