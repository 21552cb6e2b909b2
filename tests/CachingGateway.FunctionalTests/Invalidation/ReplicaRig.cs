using CachingGateway.FunctionalTests.Redis;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>Replicas without the rest of a gateway, each with connections of its own to one Redis.</summary>
internal sealed class ReplicaRig : IAsyncDisposable
{
    private readonly List<(RedisLink Link, Invalidator Replica)> _replicas = [];
    private readonly string _address;
    private readonly int _maxRecords;

    private ReplicaRig(string address, int maxRecords) => (_address, _maxRecords) = (address, maxRecords);

    public IReadOnlyList<Invalidator> Replicas => [.. _replicas.Select(one => one.Replica)];

    /// <summary>Returns when every replica trusts what it knows.</summary>
    public static async Task<ReplicaRig> StartAsync(string address, int count, int maxRecords = 1000)
    {
        var rig = new ReplicaRig(address, maxRecords);
        for (var i = 0; i < count; i++)
            rig.Add();
        await rig.TrustedAsync();
        return rig;
    }

    public static InvalidationRequest Purge(string tag) =>
        new([new InvalidationTarget(TargetKind.Tag, tag)], InvalidationMode.Purge) { Source = "test" };

    public Invalidator Add()
    {
        var link = RedisLinks.Begin(RedisLinks.Options(_address));
        var replica = new Invalidator(new RedisLog(link, _maxRecords, NullLogger.Instance), TimeProvider.System, NullLogger<Invalidator>.Instance);
        _replicas.Add((link, replica));
        return replica;
    }

    public async Task TrustedAsync()
    {
        foreach (var replica in Replicas)
            await Deadline.Eventually(() => Task.FromResult(IsTrusted(replica)), trusted => trusted);
    }

    /// <summary>Returns when no replica needs to count its generation as young any more.</summary>
    public async Task SettledAsync()
    {
        await TrustedAsync();
        var first = await Replicas[0].InvalidateAsync(Purge("settled"), default).Within();
        Assert.NotNull(first);
    }

    public static bool IsTrusted(Invalidator replica) => replica.View?.IsTrusted(TimeProvider.System.GetTimestamp()) ?? false;

    public async Task RemoveAsync(Invalidator replica)
    {
        var at = _replicas.FindIndex(one => one.Replica == replica);
        var (link, _) = _replicas[at];
        _replicas.RemoveAt(at);
        await replica.DisposeAsync();
        await link.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
            await RemoveAsync(replica);
    }
}
