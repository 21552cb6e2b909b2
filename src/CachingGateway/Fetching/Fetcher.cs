using System.Diagnostics;
using CachingGateway.Entries;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Keys;
using CachingGateway.Observability;

namespace CachingGateway.Fetching;

/// <summary>Where requests that nothing stored can answer get their answer: from a fill of their own, or from one under way.</summary>
internal sealed class Fetcher(
    FillRunner runner, FillTable fills, UncacheableKeys uncacheable, FillLimits limits, Tracing tracing, TimeProvider time)
{
    public FillLimits Limits => limits;

    /// <summary>Whether nobody should wait for this key, because what was fetched last could not be stored.</summary>
    public Uncacheability UncacheabilityOf(EntryKey key) => uncacheable.Of(key);

    /// <summary>
    /// A place in the fill that answers this question. If there is none, or none whose answer is new enough, it is the first place
    /// in a new one, which is then to be started or withdrawn. <see langword="null"/>: too many wait already.
    /// </summary>
    public FillTicket? Join(FillRequest request, in Arrival arrival)
    {
        var key = KeyOf(request);
        while (true)
        {
            var open = fills.FindOpen(key);
            var join = open?.Join(arrival, limits.MaxWaiters) ?? FillJoin.TooOld;
            if (join == FillJoin.TooMany)
                return null;
            if (join != FillJoin.TooOld)
            {
                open!.Trace?.Join(Activity.Current);
                return new FillTicket(open, null) { WasSent = join == FillJoin.Sent };
            }

            var fill = new Fill(key, request, time, isAlone: false)
            {
                Predecessor = arrival.IsTrusted ? null : open?.Ended,
                Displaced = arrival.IsTrusted ? open?.Lease.Holder : null,
                Trace = NewTrace(),
            };
            if (open is null ? fills.TryOpen(fill) : fills.TrySucceed(open, fill))
                return Lead(fill);
        }
    }

    /// <summary>The one place in a fill of the request's own, which nobody else joins; to be started.</summary>
    public FillTicket JoinNobody(FillRequest request) =>
        Lead(new Fill(KeyOf(request), request, time, isAlone: true) { Trace = NewTrace() });

    /// <summary>Asks the origin. The fill ends by itself.</summary>
    /// <param name="fill">Not started yet.</param>
    /// <param name="stale">What is stored and stale, to be asked about if that is possible.</param>
    public void Start(Fill fill, CacheEntry? stale = null)
    {
        fill.Hold(stale);
        runner.Start(fill);
    }

    /// <summary>Gives up a fill that was not started.</summary>
    public void Withdraw(Fill fill)
    {
        fills.Close(fill);
        fill.Decide(new FillHead.Withdrawn());
        fill.Dispose();
    }

    private FillTrace? NewTrace() => tracing.IsOn ? new FillTrace() : null;

    private static FillTicket Lead(Fill fill) => new(fill, fill.Body.OpenReader());

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

    /// <summary>Whether the origin had been asked already when this request joined.</summary>
    public bool WasSent { get; init; }

    /// <summary>Where to read the body from; <see langword="null"/> where its beginning may be gone.</summary>
    public FillReader? OpenBody() => _reader ??= fill.Body.OpenReader();

    public void Dispose()
    {
        _reader?.Dispose();
        if (!Leads)
            fill.Leave();
    }
}
