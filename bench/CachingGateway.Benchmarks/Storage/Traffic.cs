namespace CachingGateway.Benchmarks.Storage;

/// <summary>
/// Made-up traffic: Zipf popularity, sizes of a long-tailed spread, and scans, bursts of keys that nobody asks for again.
/// The same numbers give the same requests.
/// </summary>
/// <param name="Exponent">Zipf's: 0.7 is nearly flat, 1.1 steep.</param>
/// <param name="ScanShare">The share of requests that belong to scans, 0 to 1.</param>
internal sealed record Traffic(double Exponent, double ScanShare)
{
    public const int Keys = 200_000;
    private const int Requests = 2_000_000;
    private const int ScanLength = 20_000;

    /// <summary>The bytes that all keys but those of scans have together.</summary>
    public static long FootprintBytes { get; } = Enumerable.Range(0, Keys).Sum(key => (long)SizeOf(key));

    /// <summary>The bytes of a key: a lognormal spread about 4 KB, from 300 B to 1 MB.</summary>
    public static int SizeOf(int key)
    {
        var random = new SplitMix((ulong)key);
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return (int)Math.Clamp(4096 * Math.Exp(1.3 * normal), 300, 1024 * 1024);
    }

    public IEnumerable<int> Sequence()
    {
        var random = new SplitMix(42);
        var cumulative = Cumulative();
        var scanned = Keys;
        var period = ScanShare > 0 ? (int)(ScanLength / ScanShare) : int.MaxValue;
        for (var i = 0; i < Requests; i++)
        {
            if (i % period >= period - ScanLength)
            {
                yield return scanned++;
                continue;
            }

            var rank = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
            yield return Math.Min(rank < 0 ? ~rank : rank, Keys - 1);
        }
    }

    private double[] Cumulative()
    {
        var cumulative = new double[Keys];
        var sum = 0.0;
        for (var rank = 0; rank < Keys; rank++)
            cumulative[rank] = sum += 1 / Math.Pow(rank + 1, Exponent);
        return cumulative;
    }

    /// <summary>A generator whose numbers are the same on every runtime.</summary>
    private struct SplitMix(ulong seed)
    {
        private ulong _state = seed;

        public double NextDouble()
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
