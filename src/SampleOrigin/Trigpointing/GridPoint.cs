namespace SampleOrigin.Trigpointing;

/// <summary>A point of the National Grid, in metres.</summary>
internal readonly record struct GridPoint(int Eastings, int Northings)
{
    // Airy 1830 and the grid's true origin, from the Ordnance Survey's guide to coordinate systems, annex A.
    private const double SemiMajor = 6377563.396;
    private const double SemiMinor = 6356256.909;
    private const double Scale = 0.9996012717;
    private const double OriginLatitude = 49 * Math.PI / 180;
    private const double OriginLongitude = -2 * Math.PI / 180;
    private const double OriginEastings = 400_000;
    private const double OriginNorthings = -100_000;

    /// <summary>The letters and ten figures that walkers use: <c>SO 76788 45228</c>.</summary>
    public string Reference
    {
        get
        {
            int east = Eastings / 100_000, north = Northings / 100_000;
            var first = 19 - north - ((19 - north) % 5) + ((east + 10) / 5);
            var second = ((19 - north) * 5 % 25) + (east % 5);
            return $"{Letter(first)}{Letter(second)} {Eastings % 100_000:D5} {Northings % 100_000:D5}";
        }
    }

    /// <summary>
    /// Latitude and longitude in degrees: the inverse of the transverse Mercator projection to its second order, and no
    /// change of datum. Right to about 150 m, which is enough for a sample.
    /// </summary>
    public (double Latitude, double Longitude) Degrees
    {
        get
        {
            const double eccentricity = 1 - (SemiMinor * SemiMinor / (SemiMajor * SemiMajor));
            var latitude = OriginLatitude;
            for (var round = 0; round < 8; round++)
                latitude += (Northings - OriginNorthings - Meridian(latitude)) / (SemiMajor * Scale);

            var slope = 1 - (eccentricity * Math.Pow(Math.Sin(latitude), 2));
            var across = SemiMajor * Scale / Math.Sqrt(slope);
            var along = SemiMajor * Scale * (1 - eccentricity) * Math.Pow(slope, -1.5);
            var east = Eastings - OriginEastings;
            var tan = Math.Tan(latitude);
            var cube = ((across / along) + (2 * tan * tan)) / (6 * Math.Pow(across, 3));
            var longitude = OriginLongitude + (((east / across) - (cube * Math.Pow(east, 3))) / Math.Cos(latitude));
            latitude -= tan * east * east / (2 * along * across);
            return (Round(latitude), Round(longitude));
        }
    }

    private static double Round(double radians) => Math.Round(radians * 180 / Math.PI, 5);

    /// <summary>The arc of the meridian from the true origin, scaled.</summary>
    private static double Meridian(double latitude)
    {
        const double n = (SemiMajor - SemiMinor) / (SemiMajor + SemiMinor);
        const double n2 = n * n, n3 = n2 * n;
        double less = latitude - OriginLatitude, more = latitude + OriginLatitude;
        return SemiMinor * Scale * (
            ((1 + n + (1.25 * (n2 + n3))) * less)
            - (((3 * (n + n2)) + (21 / 8.0 * n3)) * Math.Sin(less) * Math.Cos(more))
            + (15 / 8.0 * (n2 + n3) * Math.Sin(2 * less) * Math.Cos(2 * more))
            - (35 / 24.0 * n3 * Math.Sin(3 * less) * Math.Cos(3 * more)));
    }

    /// <summary>The alphabet of the grid has no I.</summary>
    private static char Letter(int index) => (char)('A' + (index > 7 ? index + 1 : index));
}
