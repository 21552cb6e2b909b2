using CachingGateway.Entries;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Protocol;

namespace CachingGateway.ProofTests.Simulation;

/// <summary>
/// One process. Around the product's <see cref="Protocol.Replica"/> it does what the product's Invalidator does, in the same
/// order, and what its connections do: lose, delay, be cut.
/// </summary>
internal sealed class SimReplica
{
    private readonly World _world;
    private readonly Timeline _timeline;
    private readonly List<(PendingAcknowledgement Pending, Wish Wish, Fence Fence)> _waiting = [];
    private readonly long[] _lastTold = new long[2];
    private long _pausedUntil;
    private long _cutUntil;
    private long _logCutUntil;
    private long _beatDueAt;
    private bool _isBeating;
    private bool _isConfirming;
    private bool _isTicking;
    private bool _hasLeft;
    private bool _isDead;

    public SimReplica(World world, SimServer server)
    {
        (_world, _timeline, Server) = (world, world.Timeline, server);
        // Between any two of them no more than the fifth that is allowed for.
        Clock = new OwnClock(_timeline, _timeline.Between(0, 1_000_000_000), 1 + (0.2 * (world.Profile.HasExtremeClocks ? _timeline.Pick(2) : _timeline.Between(0, 4) / 4.0)));
        Protocol = new Replica($"r{_timeline.Any():x}", isShared: true, Clock, () => Math.Max(1, _timeline.Any()));
        Cache = new SimCache(world, this);
        _timeline.In(_timeline.Between(0, 200_000), () => Do(BeatIfDue));
    }

    public Replica Protocol { get; }

    public OwnClock Clock { get; }

    public SimCache Cache { get; }

    public SimServer Server { get; private set; }

    /// <summary>The clock as it was last read by something else than a request: what no request may go by.</summary>
    public long LastRead { get; private set; }

    /// <summary>Something the process does. It does not while it is stopped, and never again when it is dead.</summary>
    public void Do(Action action)
    {
        if (_isDead)
            return;
        if (_timeline.Now < _pausedUntil)
            _timeline.At(_pausedUntil, () => Do(action));
        else
            action();
    }

    public void Pause(long length) => _pausedUntil = Math.Max(_pausedUntil, _timeline.Now + length);

    public void Crash() => _isDead = true;

    public void Leave()
    {
        _hasLeft = true;
        Protocol.Leave();
        var id = Protocol.Id;
        Call<object>((data, _) =>
        {
            data.Log.Leave(id);
            return data;
        }, 800_000, isOfLog: true, (_, _) =>
        {
            // It hears nothing more, and goes on to answer until its last request has ended.
            _logCutUntil = long.MaxValue;
            _timeline.In(_timeline.Between(100_000, 3_000_000), Crash);
        });
    }

    public void Cut(long length, bool isOfLogAlone)
    {
        _logCutUntil = Math.Max(_logCutUntil, _timeline.Now + length);
        if (!isOfLogAlone)
            _cutUntil = Math.Max(_cutUntil, _timeline.Now + length);
        _timeline.In(length, Reconnect);
    }

    /// <summary>Talks to another server from now on, and has missed what that one told before.</summary>
    public void Use(SimServer server)
    {
        if (server == Server)
            return;
        Server = server;
        Reconnect();
    }

    public void Reconnect() => _timeline.In(_timeline.Between(0, 50_000), () => Do(() =>
    {
        Protocol.OnInterrupted();
        BeatSoon();
    }));

    /// <summary>A message of the log's is on its way: in order within its channel, if it is not lost.</summary>
    public void Tell(LogMessage message) => Hear(0, () =>
    {
        Protocol.OnTaken(message);
        Confirm();
        Look();
        if (Protocol.IsBehind)
            BeatSoon();
    });

    public void Tell(Confirmation confirmation) => Hear(1, () =>
    {
        Protocol.OnConfirmed(confirmation);
        Look();
    });

    /// <summary>A call to Redis.</summary>
    public void Call<T>(Func<ServerData, LogState.Told, T> command, long timeout, bool isOfLog, Action<T?, bool> then)
        where T : class
    {
        var isOver = false;
        var server = Server;
        // A connection keeps the order of its calls, whatever takes how long.
        _timeline.In(timeout, () => Finish(null, false));
        if (!IsReached(isOfLog))
            return;
        _timeline.In(_world.Delay(), () => server.Receive(command, (result, isSafe) =>
        {
            if (IsReached(isOfLog))
                _timeline.In(_world.Delay(), () => Finish(result, isSafe));
        }));

        void Finish(T? result, bool isSafe)
        {
            if (isOver)
                return;
            isOver = true;
            Do(() => then(result, isSafe));
        }
    }

    /// <summary>Takes an invalidation, and again where the generation changes before it is certain.</summary>
    public void Take(Wish wish)
    {
        var request = Protocol.Take(wish.Request);
        Call<TakeReply>((data, tell) =>
        {
            wish.FirstDoneAt ??= _timeline.Now;
            return data.Log.Take(request, Server.WallClock, tell);
        }, 2_000_000, isOfLog: true, (reply, isSafe) =>
        {
            if (reply is null)
            {
                _world.Failed(wish);
                return;
            }

            if (reply.IsRepeat)
                _world.Judge.Figures.Repeats++;
            var pending = Protocol.OnTook(reply with { IsSafe = isSafe });
            _waiting.Add((pending, wish, reply.Fence));
            if (Protocol.IsBehind)
                BeatSoon();
            Look();
            Tick();
        });
    }

    private void BeatIfDue()
    {
        if (_timeline.Now >= _beatDueAt)
            BeatSoon();
    }

    private void BeatSoon()
    {
        if (_hasLeft || _isBeating)
            return;
        _isBeating = true;
        LastRead = Clock.GetTimestamp();
        var (request, sentAt) = Protocol.Beat();
        var server = Server;
        Call((data, tell) => data.Log.Beat(request, server.WallClock, tell), 1_300_000, isOfLog: true, (reply, isSafe) =>
        {
            LastRead = Clock.GetTimestamp();
            if (reply is not null)
            {
                Protocol.OnBeat(reply with { IsSafe = isSafe }, request, sentAt);
                Confirm();
                Look();
            }

            _isBeating = false;
            var pause = Clock.True(TimeSpan.FromMilliseconds(reply is not null && !Protocol.IsBehind ? 400 : 50));
            _beatDueAt = _timeline.Now + pause;
            _timeline.In(pause, () => Do(BeatIfDue));
        });
    }

    private void Tick()
    {
        if (_isTicking)
            return;
        _isTicking = true;
        _timeline.In(Clock.True(TimeSpan.FromMilliseconds(25)), () => Do(() =>
        {
            _isTicking = false;
            Protocol.OnTick();
            Look();
            if (_waiting.Count > 0)
                Tick();
        }));
    }

    private void Confirm()
    {
        if (_isConfirming || Protocol.Confirmation is not { } said)
            return;
        _isConfirming = true;
        var server = Server;
        if (IsReached(isOfLog: true))
            _timeline.In(_world.Delay(), () => server.Receive<object>((data, _) => data, (_, _) => _world.Told(server, said)));
        _timeline.In(2_000, () => Do(() =>
        {
            _isConfirming = false;
            if (Protocol.Confirmation != said)
                Confirm();
        }));
    }

    private void Hear(int channel, Action action)
    {
        if (!IsReached(isOfLog: true))
            return;
        var at = _lastTold[channel] = Math.Max(_lastTold[channel], _timeline.Now + _world.Delay());
        _timeline.At(at, () => Do(action));
    }

    // What of that which was waited for is decided.
    private void Look()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var (pending, wish, fence) = _waiting[i];
            if (!pending.IsDecided)
                continue;
            _waiting.RemoveAt(i);
            if (pending.Outcome.GetAwaiter().GetResult() == PendingOutcome.Certain)
            {
                _world.Acknowledged(wish, fence, pending.Replicas);
            }
            else
            {
                _world.Judge.Figures.TakenAgain++;
                Take(wish);
            }
        }
    }

    private bool IsReached(bool isOfLog) =>
        !_isDead && _timeline.Now >= _cutUntil && !(isOfLog && _timeline.Now < _logCutUntil) && !_timeline.Chance(_world.Trouble(_world.Profile.Loss));
}
