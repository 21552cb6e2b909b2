namespace CachingGateway.ProofTests.Mutations;

/// <summary>
/// The rules, each taken out. Most edits are of the product's own source. Where a rule is kept by code that the simulation's driver
/// stands for (see <c>SimCache</c> and <c>SimServer</c>), the edit is of the driver, and the name says so.
/// </summary>
internal static class Mutants
{
    private const string Replica = "Invalidation/Protocol/Replica.cs";
    private const string FillFence = "Invalidation/Protocol/FillFence.cs";
    private const string LogState = "Invalidation/Logs/LogState.cs";

    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("rule 5: no waiting time in a new generation", "emptied",
            new Edit(Replica, "isShared && now - view.KnownSince < _silence", "false")),
        new("rule 7: no run id", "restarted",
            new Edit(LogState, "_generation != 0 && _runOfGeneration == RunId && ", "_generation != 0 && ")),
        new("rule 3: trust before the head is applied", "pruned",
            new Edit(Replica, "if (!IsBehind && reply.IsSafe", "if (reply.IsSafe")),
        new("rule 3: trust counted from the reply", "slow replies",
            new Edit(Replica, "sentAt + _trust", "now + _trust")),
        new("fence read when it is stored", "network",
            new Edit(FillFence, "public Fence Fence { get; private set; }", "public Fence Fence => _view?.Fence ?? default; private InvalidationView? _view;"),
            new Edit(FillFence, "Fence = view?.Fence ?? default;", "_view = view;")),
        new("fence apart from its generation", "emptied",
            new Edit(FillFence, "Fence = view?.Fence ?? default;", "Fence = new Fence(view?.Generation ?? 0, Began?.Head ?? 0);"),
            new Edit(FillFence, "private bool _isSent;", "private bool _isSent; public InvalidationView? Began { get; init; }"),
            new Edit("SimFill.cs", "public FillFence Fence { get; } = new();", "public FillFence Fence { get; } = new() { Began = replica.Protocol.View };")),
        new("rule 4: a fill that was sent is joined without trust", "network",
            new Edit("Invalidation/Protocol/Arrival.cs", "IsTrusted && View!.Suits(", "View is not null && View.Suits(")),
        new("rule 4: Redis is read without trust (the driver's look-up)", "network",
            new Edit("SimCache.cs", "else if (!arrival.IsTrusted)\n            Fetch(asking);",
                "else if (arrival.View is null)\n            Fetch(asking);\n        else if (!arrival.IsTrusted)\n            ReadShared(asking);")),
        new("rule 3: a clock read before the request came (the driver's look-up)", "processes",
            new Edit("SimCache.cs", "var now = replica.Clock.GetTimestamp();", "var now = replica.LastRead;")),
        new("purge and soft compacted into one, in a replica", "pruned",
            new Edit("Invalidation/Records/RecordIndex.cs", "marks with { Soft = record.Sequence, SoftSince = record.SoftSince }",
                "new Marks(0, record.Sequence, record.SoftSince)")),
        new("purge and soft compacted into one, in the log", "compacted",
            new Edit(LogState, "            _records[key] = (_head, now);\n", """
                            var other = (1 - invalidation.Mode, target);
                            if (_records.Remove(other, out var gone))
                                Forget(gone.Sequence, other);
                            _records[key] = (_head, now);

                """)),
        new("rule 8: no floor when joining", "pruned",
            new Edit(Replica, "view.RaiseFloor(reply.Floor);", "")),
        new("rule 1: the delivery's id is stored apart from its record", "network",
            new Edit(LogState, "        Keep(invalidation, now, tell);\n", """
                        if (invalidation.Delivery is { } first)
                        {
                            _deliveries[first] = _head + 1;
                            if (now % 4 == 0)
                                throw new TimeoutException("ended between the two");
                        }

                        Keep(invalidation, now, tell);

                """)),
        new("rule 9: a 304 by Last-Modified after a purge (the driver's revalidation)", "network",
            new Edit("SimCache.cs", "                _memory.Remove(asking.Url);\n            return false;", "                _ = 0;\n            return false;"),
            new Edit("SimCache.cs", " && replica.Protocol.View?.StandingOf(entry) != Standing.Retired", ""),
            new Edit("SimFill.cs", "world.Origin.StillSays(", "world.Origin.IsNotModifiedSince(")),

        // Beyond those that were asked for.
        new("rule 2: half of what was missed counts", "catching up",
            new Edit(Replica, "        if (reply.IsComplete)\n            view.Advance(reply.Head);", "        view.Advance(reply.IsComplete ? reply.Head : _readTo);")),
        new("rule 2: a gap is not seen", "network",
            new Edit(Replica, "message.Record.Sequence == view.Head + 1 && _readTo == 0", "message.Record.Sequence > view.Head")),
        new("rule 5: waits no longer than trust lasts", "clocks",
            new Edit(Replica, "reply.IsSafe ? now + _silence", "reply.IsSafe ? now + _trust")),
        new("rule 5: nobody is waited for", "network",
            new Edit(Replica, "(confirmed == live && !isYoung", "(!isYoung")),
        new("rule 5: a number of a left generation counts", "emptied",
            new Edit(Replica, "view.Generation != pending.Fence.Generation || ", ""),
            new Edit(Replica, "            if (pending.Fence.Generation != generation)\n                pending.Decide(PendingOutcome.TakeAgain, 0, 0);", "            _ = pending;")),
        new("rule 6: not held against his arrival again when the tags are known (the driver's hand-over)", "network",
            new Edit("SimFill.cs", "if (wasSent && !asking.Arrival.Accepts(Labels, Fence.Fence))", "if (_answer < 0)")),
        new("rule 7: a generation does not make another view", "emptied",
            new Edit("Invalidation/Protocol/InvalidationView.cs", "if (entry.Fence.Generation != generation)", "if (entry.Fence.Generation == 0)")),
        new("rule 7: copies do not count (the driver's WAIT)", "failed over",
            new Edit("SimServer.cs", "if (_copiesKnown.Count == 0)", "if (_copiesKnown.Count >= 0)")),
        new("rule 7: copies are forgotten with a generation (the driver's WAIT)", "failed over",
            new Edit("SimServer.cs", "world.Judge.Figures.Generations++;", "_copiesKnown.Count = Copy is null ? 0 : 1;")),
        new("rule 7: a primary made anew has the run it had (the driver's servers)", "failed back",
            new Edit("SimServer.cs", "$\"{number}.{_process}.{_promotions}\"", "$\"{number}.{_process}\"")),
        new("rule 11: leaves without distrusting", "leaving",
            new Edit(Replica, "        _hasLeft = true;\n        _view?.Distrust();", "        _hasLeft = true;")),
    ];
}
