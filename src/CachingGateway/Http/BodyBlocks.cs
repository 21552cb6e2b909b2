using System.IO.Pipelines;

namespace CachingGateway.Http;

/// <summary>
/// The memory that a body passes through on its way to a client. What a connection is given by default are blocks of 4 KB, and
/// each is a part of its own for the kernel; a body asks for larger ones.
/// </summary>
internal static class BodyBlocks
{
    /// <summary>The size of a block for requests and heads: 4 KB.</summary>
    public const int SmallBytes = 4 * 1024;

    /// <summary>The size of a block for bodies: 64 KB.</summary>
    public const int LargeBytes = 64 * 1024;

    /// <summary>Memory for so many more bytes, or for the next part of them.</summary>
    public static Memory<byte> Next(PipeWriter writer, long bytes) => writer.GetMemory((int)Math.Min(bytes, LargeBytes));

    /// <summary>Copies bytes to a response that has started; they are sent with the next flush.</summary>
    public static void Write(PipeWriter writer, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var block = Next(writer, bytes.Length).Span;
            var count = Math.Min(bytes.Length, block.Length);
            bytes[..count].CopyTo(block);
            writer.Advance(count);
            bytes = bytes[count..];
        }
    }
}
