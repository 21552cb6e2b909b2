using CachingGateway.Keys;
using CachingGateway.Storage;

namespace CachingGateway.Fetching;

/// <summary>Where requests that nothing stored can answer get their answer: from a fill of their own, or from one under way.</summary>
internal sealed class Fetcher(
    FillRunner runner, FillTable fills, UncacheableKeys uncacheable, MemoryStore store, FillLimits limits, TimeProvider time)
{
    public FillLimits Limits => limits;

    /// <summary>Whether nobody should wait for this key, because what was fetched last could not be stored.</summary>
    public bool IsUncacheable(EntryKey key) => uncacheable.Contains(key);

    /// <summary>A place in the fill that answers this question, which is begun if there is none; <see langword="null"/>: too many wait for it.</summary>
    public FillTicket? JoinOrBegin(FillRequest request)
    {
        var key = KeyOf(request);
        while (true)
        {
            if (fills.FindOpen(key) is { } open)
                return open.TryJoin(limits.MaxWaiters) ? new FillTicket(open, null) : null;
            var fill = new Fill(key, request, time);
            if (fills.TryOpen(fill))
                return Begin(fill);
        }
    }

    /// <summary>A fill of the request's own, which nobody else joins.</summary>
    public FillTicket BeginAlone(FillRequest request) => Begin(new Fill(KeyOf(request), request, time));

    /// <summary>
    /// The resource has changed: what is stored of it goes, and so does what is on its way. The order matters: a fill looks for this
    /// mark after it has stored.
    /// </summary>
    public void Retire(EntryKey key)
    {
        fills.Retire(key);
        store.RemoveKey(key);
    }

    private FillTicket Begin(Fill fill)
    {
        fills.Add(fill);
        var ticket = new FillTicket(fill, fill.Body.OpenReader());
        runner.Start(fill);
        return ticket;
    }

    private static FillKey KeyOf(FillRequest request) =>
        new(request.Key.Key, request.Key.Variant, request.Key.Codings, request.PolicyVersion);
}

/// <summary>One request's place in a fill.</summary>
internal sealed class FillTicket(Fill fill, FillReader? reader) : IDisposable
{
    private FillReader? _reader = reader;

    /// <summary>Whether this request caused the fill.</summary>
    public bool Leads { get; } = reader is not null;

    public Fill Fill => fill;

    /// <summary>Where to read the body from; <see langword="null"/> where its beginning may be gone.</summary>
    public FillReader? OpenBody() => _reader ??= fill.Body.OpenReader();

    public void Dispose() => _reader?.Dispose();
}
