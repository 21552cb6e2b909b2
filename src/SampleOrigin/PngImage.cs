using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SampleOrigin;

/// <summary>A picture of 8-bit RGB pixels that encodes itself as PNG (RFC 2083): no filter, no interlace, no palette.</summary>
internal sealed class PngImage(int width, int height)
{
    private const int BytesPerPixel = 3;
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Each row begins with its filter type, which stays 0.</summary>
    private readonly byte[] _rows = new byte[height * ((width * BytesPerPixel) + 1)];

    public int Width => width;

    public int Height => height;

    /// <summary>Sets a pixel to <c>0xRRGGBB</c>; one outside the picture is let go, so shapes may reach over the edge.</summary>
    public void Set(int x, int y, int rgb)
    {
        if ((uint)x >= (uint)width || (uint)y >= (uint)height)
            return;
        var at = (y * ((width * BytesPerPixel) + 1)) + 1 + (x * BytesPerPixel);
        _rows[at] = (byte)(rgb >> 16);
        _rows[at + 1] = (byte)(rgb >> 8);
        _rows[at + 2] = (byte)rgb;
    }

    public void Disc(int centreX, int centreY, int radius, int rgb)
    {
        for (var y = -radius; y <= radius; y++)
        {
            for (var x = -radius; x <= radius; x++)
            {
                if ((x * x) + (y * y) <= radius * radius)
                    Set(centreX + x, centreY + y, rgb);
            }
        }
    }

    public byte[] Encode()
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        Chunk(png, "IHDR", Header());
        Chunk(png, "IDAT", Deflated());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private byte[] Header()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits per sample
        header[9] = 2; // colour type: RGB
        return header;
    }

    private byte[] Deflated()
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(_rows);
        return data.ToArray();
    }

    private static void Chunk(MemoryStream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        var name = Encoding.ASCII.GetBytes(type);
        png.Write(name);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, name), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, byte[] bytes)
    {
        foreach (var value in bytes)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        const uint polynomial = 0xedb88320;
        var table = new uint[256];
        for (var index = 0u; index < table.Length; index++)
        {
            var value = index;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) == 1 ? (value >> 1) ^ polynomial : value >> 1;
            table[index] = value;
        }

        return table;
    }
}
