using System.Security.Cryptography;
using CachingGateway.Http;
using CachingGateway.Policies;

namespace CachingGateway.Pipeline;

/// <summary>
/// Remembers the plans of plain requests by their raw form, so that a request seen before is not matched and keyed again. A table
/// of fixed size; of two forms that meet in one place the older is forgotten.
/// </summary>
internal sealed class RequestMemo
{
    /// <summary>How many forms are remembered: at the very most 100 MB of them, usually a hundredth of that.</summary>
    private const int Slots = 16 * 1024;

    /// <summary>Longer forms are not remembered.</summary>
    private const int MaxCharacters = 1024;

    /// <summary>Not for others to know, so that nobody can choose targets that meet in one place.</summary>
    private readonly long _seed = RandomNumberGenerator.GetInt32(int.MaxValue) * 0x9E3779B9L;

    private readonly Remembered?[] _slots = new Remembered?[Slots];

    /// <summary>The plan of an equal request under the same policy.</summary>
    public RequestPlan? Find(in RequestHead head, PolicySnapshot policy)
    {
        if (!PlainRequest.TryHash(head, policy.ReadHeaders, _seed, out var hash, out _))
            return null;
        var remembered = Volatile.Read(ref _slots[hash % Slots]);
        return remembered is not null
            && remembered.Hash == hash
            && ReferenceEquals(remembered.Plan.Policy, policy)
            && PlainRequest.AreAlike(remembered.Head, head, policy.ReadHeaders)
            ? remembered.Plan
            : null;
    }

    /// <summary>Remembers a plan, if the request is plain.</summary>
    public void Add(in RequestHead head, RequestPlan plan)
    {
        var names = plan.Policy.ReadHeaders;
        if (!PlainRequest.TryHash(head, names, _seed, out var hash, out var characters) || characters > MaxCharacters)
            return;
        var copy = head with { Headers = PlainRequest.Copy(head.Headers, names) };
        Volatile.Write(ref _slots[hash % Slots], new Remembered(hash, copy, plan));
    }

    private sealed record Remembered(ulong Hash, RequestHead Head, RequestPlan Plan);
}
