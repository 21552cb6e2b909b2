using BenchmarkDotNet.Running;
using CachingGateway.Benchmarks.Invalidation;
using CachingGateway.Benchmarks.Storage;

// The benchmarks that judge by other measures than time have a name of their own; all else is BenchmarkDotNet's.
switch (args)
{
    case ["hit-ratio", ..]:
        HitRatioReport.Run(Console.Out);
        return 0;
    case ["bytes-per-entry", ..]:
        BytesPerEntryReport.Run(Console.Out);
        return 0;
    case ["redis-hit", ..]:
        await RedisHitReport.RunAsync(Console.Out);
        return 0;
    case ["invalidation-cost", ..]:
        await InvalidationCostReport.RunAsync(Console.Out);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(HitRatioReport).Assembly).Run(args);
        return 0;
}
