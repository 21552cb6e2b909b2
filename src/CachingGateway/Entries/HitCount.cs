namespace CachingGateway.Entries;

/// <summary>
/// A count in 16 bits that is seldom written once it is high: exact to 4,095, and from there on a floating-point number that a hit
/// raises by chance, so that it is off by some two per cent. What lost updates of threads at once cost comes to that.
/// </summary>
internal static class HitCount
{
    private const int DigitBits = 12;
    private const int Digits = 1 << DigitBits;
    private const int MaxExponent = 15;

    public static long Read(ushort packed) => (long)(packed & (Digits - 1)) << (packed >> DigitBits);

    /// <summary>The count with one hit more.</summary>
    /// <param name="chance">Random bits, of which up to 15 are looked at.</param>
    public static ushort Next(ushort packed, int chance)
    {
        var exponent = packed >> DigitBits;
        if ((chance & ((1 << exponent) - 1)) != 0)
            return packed;
        var digits = (packed & (Digits - 1)) + 1;
        if (digits < Digits)
            return (ushort)((exponent << DigitBits) | digits);
        return exponent == MaxExponent ? packed : (ushort)(((exponent + 1) << DigitBits) | (Digits / 2));
    }

    /// <summary>Whether <see cref="Next"/> needs chance.</summary>
    public static bool IsExact(ushort packed) => packed < Digits;
}
