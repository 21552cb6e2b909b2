using System.Globalization;

namespace CachingGateway.Benchmarks.Storage;

/// <summary>Prints the share of requests, and of bytes, that each policy answers at equal bytes, and how it stands to LRU.</summary>
internal static class HitRatioReport
{
    private static readonly double[] Exponents = [0.7, 0.8, 0.9, 1.0, 1.1];
    private static readonly double[] ScanShares = [0, 0.2];
    private static readonly double[] Shares = [0.01, 0.1];

    public static void Run(TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Traffic.Keys:N0} keys of {Traffic.FootprintBytes / 1048576.0:N0} MB together; hit ratio and byte hit ratio after a first tenth of warming up; points against LRU"));
        output.WriteLine("| Zipf | scans | store | policy | hits | vs LRU | byte hits | vs LRU |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var scans in ScanShares)
        {
            foreach (var share in Shares)
            {
                foreach (var exponent in Exponents)
                    Compare(new Traffic(exponent, scans), share, output);
            }
        }
    }

    private static void Compare(Traffic traffic, double share, TextWriter output)
    {
        var capacity = (long)(Traffic.FootprintBytes * share);
        var requests = traffic.Sequence().ToArray();
        using var store = new StorePolicy(capacity);
        var averageBytes = Traffic.FootprintBytes / Traffic.Keys;
        IEvictionPolicy[] policies =
        [
            new LruPolicy(capacity), new SievePolicy(capacity), new TinyLfuPolicy(capacity, (int)(capacity / averageBytes)),
            new S3FifoPolicy(capacity), store,
        ];
        var baseline = default(Ratios);
        foreach (var policy in policies)
        {
            var ratios = Measure(policy, requests);
            if (policy is LruPolicy) baseline = ratios;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {traffic.Exponent:0.0} | {traffic.ScanShare:P0} | {share:P0} | {policy.Name} | {ratios.Hits:P1} | {100 * (ratios.Hits - baseline.Hits):+0.0;-0.0;0.0} | {ratios.Bytes:P1} | {100 * (ratios.Bytes - baseline.Bytes):+0.0;-0.0;0.0} |"));
        }
    }

    private static Ratios Measure(IEvictionPolicy policy, int[] requests)
    {
        long hits = 0, hitBytes = 0, allBytes = 0;
        var warm = requests.Length / 10;
        for (var i = 0; i < requests.Length; i++)
        {
            var bytes = Traffic.SizeOf(requests[i]);
            var isHit = policy.Access(requests[i], bytes);
            if (i < warm) continue;
            allBytes += bytes;
            if (!isHit) continue;
            hits++;
            hitBytes += bytes;
        }

        return new Ratios((double)hits / (requests.Length - warm), (double)hitBytes / allBytes);
    }

    private readonly record struct Ratios(double Hits, double Bytes);
}
