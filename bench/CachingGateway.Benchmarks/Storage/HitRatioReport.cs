using static System.FormattableString;

namespace CachingGateway.Benchmarks.Storage;

/// <summary>
/// Prints the share of requests, and of bytes, that each policy answers at equal bytes, and how it stands to LRU.
/// </summary>
internal static class HitRatioReport
{
    private static readonly double[] Exponents = [0.7, 0.8, 0.9, 1.0, 1.1];
    private static readonly double[] ScanShares = [0, 0.2];
    private static readonly double[] Shares = [0.01, 0.1];

    public static void Run(TextWriter output)
    {
        var rows = (
            from scans in ScanShares
            from share in Shares
            from exponent in Exponents
            select Compare(new Traffic(exponent, scans), share)).ToList();
        var megabytes = Traffic.FootprintBytes / 1048576.0;
        output.WriteLine(Invariant($"{Traffic.Keys:N0} keys of {megabytes:N0} MB together; the first tenth only warms up."));
        Print("Requests answered, in % (points against LRU)", rows, ratios => ratios.Hits, output);
        Print("Bytes answered, in % (points against LRU)", rows, ratios => ratios.Bytes, output);
    }

    private static void Print(string title, List<Row> rows, Func<Ratios, double> measure, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine();
        var policies = rows[0].Results.Select(result => result.Policy);
        output.WriteLine("| Zipf | scans | store | " + string.Join(" | ", policies) + " |");
        output.WriteLine("|---|---|---|" + string.Concat(rows[0].Results.Select(_ => "---|")));
        foreach (var row in rows)
        {
            var baseline = measure(row.Results[0].Ratios);
            var cells = row.Results.Select(result => Invariant(
                $"{100 * measure(result.Ratios):0.0} ({100 * (measure(result.Ratios) - baseline):+0.0;-0.0;0.0})"));
            var scenario = Invariant($"{row.Traffic.Exponent:0.0} | {row.Traffic.ScanShare:P0} | {row.Share:P0}");
            output.WriteLine($"| {scenario} | {string.Join(" | ", cells)} |");
        }
    }

    private static Row Compare(Traffic traffic, double share)
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
        return new Row(traffic, share, [.. policies.Select(policy => new Result(policy.Name, Measure(policy, requests)))]);
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

    private sealed record Row(Traffic Traffic, double Share, Result[] Results);

    private readonly record struct Result(string Policy, Ratios Ratios);

    private readonly record struct Ratios(double Hits, double Bytes);
}
