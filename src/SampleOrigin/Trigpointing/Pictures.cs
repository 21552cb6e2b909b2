namespace SampleOrigin.Trigpointing;

/// <summary>Draws maps and badges: every pixel follows from the record and the parameters.</summary>
internal static class Pictures
{
    private const int MinSide = 16;
    private const int MaxSide = 1024;
    private const int DefaultSide = 256;
    private const int Found = 0xc03020;
    private const int NotFound = 0x808080;

    public static OriginAnswer BadSize { get; } = Answers.Unprocessable(
        $"width and height must be numbers from {MinSide} to {MaxSide}");

    /// <summary>The size asked for by <c>width</c> and <c>height</c>; <see langword="null"/>: a bad one.</summary>
    public static (int Width, int Height)? Size(OriginRequest request)
    {
        if (request.Number("width", DefaultSide, MinSide, MaxSide) is not { } width)
            return null;
        return request.Number("height", DefaultSide, MinSide, MaxSide) is { } height ? (width, height) : null;
    }

    /// <summary>Hills about the trig, and a mark that is red if somebody logged it.</summary>
    public static byte[] TrigMap(Trig trig, bool logged, (int Width, int Height) size)
    {
        var map = Terrain(trig.Id, size);
        var radius = Math.Max(3, Math.Min(size.Width, size.Height) / 24);
        map.Disc(size.Width / 2, size.Height / 2, radius + 2, 0xffffff);
        map.Disc(size.Width / 2, size.Height / 2, radius, logged ? Found : NotFound);
        return map.Encode();
    }

    /// <summary>Great Britain's square, 700 by 1,300 km, with a mark where the walker has been.</summary>
    public static byte[] UserMap(Walker user, IReadOnlyList<GridPoint> found, (int Width, int Height) size)
    {
        const int metresEast = 700_000, metresNorth = 1_300_000;
        var map = Terrain(-user.Id, size);
        foreach (var at in found)
        {
            var x = (int)((long)at.Eastings * size.Width / metresEast);
            var y = size.Height - 1 - (int)((long)at.Northings * size.Height / metresNorth);
            map.Disc(x, y, 2, Found);
        }

        return map.Encode();
    }

    /// <summary>A plate in the walker's colour with one tally mark for each ten logs above one for each ten photos.</summary>
    public static byte[] Badge(Walker user, int logs, int photos, int scale)
    {
        const int width = 200, height = 50, mark = 4;
        var badge = new PngImage(width * scale, height * scale);
        var ground = 0x204060 + (int)(Mix(user.Id, 0, 0) & 0x3f3f3f);
        for (var y = 0; y < badge.Height; y++)
        {
            for (var x = 0; x < badge.Width; x++)
            {
                var column = x / scale / mark;
                var tally = column % 2 == 1 && column / 2 < 1 + ((y < badge.Height / 2 ? logs : photos) / 10);
                badge.Set(x, y, tally ? 0xf0e0a0 : ground);
            }
        }

        return badge.Encode();
    }

    private static PngImage Terrain(int place, (int Width, int Height) size)
    {
        const int cell = 32;
        var map = new PngImage(size.Width, size.Height);
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var height = Height(place, x, y, cell);
                var contour = height % 24 < 2;
                map.Set(x, y, contour ? 0xb08040 : ((0x90 + (height / 4)) << 16) | (0xc8 << 8) | (0x90 - (height / 4)));
            }
        }

        return map;
    }

    /// <summary>A height from 0 to 255, linear between the corners of the cell.</summary>
    private static int Height(int place, int x, int y, int cell)
    {
        int left = x / cell, top = y / cell, across = x % cell, down = y % cell;
        var above = (Corner(place, left, top) * (cell - across)) + (Corner(place, left + 1, top) * across);
        var below = (Corner(place, left, top + 1) * (cell - across)) + (Corner(place, left + 1, top + 1) * across);
        return ((above * (cell - down)) + (below * down)) / (cell * cell);
    }

    private static int Corner(int place, int x, int y) => (int)(Mix(place, x, y) & 0xff);

    private static uint Mix(int a, int b, int c)
    {
        var value = ((uint)a * 0x9e3779b1) ^ ((uint)b * 0x85ebca77) ^ ((uint)c * 0xc2b2ae3d);
        value = (value ^ (value >> 15)) * 0x2c1b3c6d;
        return value ^ (value >> 13);
    }
}
