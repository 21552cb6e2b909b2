using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace CachingGateway.AcceptanceTests.SampleOriginTests;

/// <summary>A PNG read by this test's own means: every check that a strict reader makes of an unfiltered RGB picture.</summary>
internal sealed record Png(int Width, int Height, byte[] Rows)
{
    public static Png Read(byte[] bytes)
    {
        Assert.Equal(new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a }, bytes[..8]);
        var names = new List<string>();
        byte[] header = [];
        using var data = new MemoryStream();
        for (var at = 8; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var name = Encoding.ASCII.GetString(bytes, at + 4, 4);
            var body = bytes.AsSpan(at + 8, length);
            var crc = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 8 + length));
            Assert.Equal(Crc(bytes.AsSpan(at + 4, length + 4)), crc);
            names.Add(name);
            if (name == "IHDR")
                header = body.ToArray();
            if (name == "IDAT")
                data.Write(body);
            at += length + 12;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], names);
        Assert.Equal(new byte[] { 8, 2, 0, 0, 0 }, header[8..]);
        var width = BinaryPrimitives.ReadInt32BigEndian(header);
        var height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        var rows = Inflate(data);
        Assert.Equal(height * ((width * 3) + 1), rows.Length);
        for (var row = 0; row < height; row++)
            Assert.Equal(0, rows[row * ((width * 3) + 1)]);
        return new Png(width, height, rows);
    }

    private static byte[] Inflate(MemoryStream data)
    {
        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return rows.ToArray();
    }

    /// <summary>Bit by bit, unlike the encoder's table.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        return ~crc;
    }
}
