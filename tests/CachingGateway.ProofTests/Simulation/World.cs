using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;

namespace CachingGateway.ProofTests.Simulation;

/// <summary>Everything there is, while one schedule runs.</summary>
internal sealed class World
{
    private readonly Schedule _schedule;
    private readonly SimServer[] _servers;
    private readonly SimReplica[] _replicas;
    private int _deliveries;

    private World(Schedule schedule)
    {
        _schedule = schedule;
        Timeline = new Timeline(~schedule.Seed);
        Judge = new Judge(schedule.Profile, Timeline);
        Origin = new Origin(Timeline, Profile.Urls);
        _servers = [.. Enumerable.Range(0, Profile.HasCopy ? 2 : 1).Select(number => new SimServer(this, number))];
        if (Profile.HasCopy)
            _servers[0].AddCopy(_servers[1]);
        _replicas = [.. Enumerable.Range(0, Profile.Replicas).Select(_ => new SimReplica(this, _servers[0]))];
    }

    public Timeline Timeline { get; }

    public Profile Profile => _schedule.Profile;

    public Judge Judge { get; }

    public Origin Origin { get; }

    /// <summary>All that the origin ever said; an entry's status says which it is.</summary>
    public List<Answer> Answers { get; } = [];

    /// <summary>The one that new connections are made to.</summary>
    private SimServer Primary { get => field ?? _servers[0]; set; }

    /// <summary>Runs a schedule to its end, or until the promise is broken.</summary>
    public static Judge Run(Schedule schedule)
    {
        var world = new World(schedule);
        foreach (var step in schedule.Steps)
            world.Timeline.At(step.At, () => world.Do(step));
        world.Timeline.Run(schedule.Profile.Length, () => world.Judge.Fault is not null);
        return world.Judge;
    }

    /// <summary>How long something takes on its way.</summary>
    public long Delay() => Timeline.Chance(Trouble(Profile.Slow)) ? Timeline.Between(1000, Profile.Slowest) : Timeline.Between(50, 1000);

    /// <summary>How likely something bad is now.</summary>
    public double Trouble(double chance) => Timeline.Now < Profile.CalmFrom ? chance : 0;

    public long OriginDelay() => Timeline.Chance(Trouble(Profile.Slow * 3)) ? Timeline.Between(1000, 3_500_000) : Timeline.Between(500, 60_000);

    public void Told(SimServer server, LogMessage message)
    {
        Judge.Took(message, Timeline.Now, Origin.Versions);
        foreach (var replica in _replicas)
        {
            if (replica.Server == server)
                replica.Tell(message);
        }
    }

    public void Told(SimServer server, Confirmation confirmation)
    {
        foreach (var replica in _replicas)
        {
            if (replica.Server == server)
                replica.Tell(confirmation);
        }
    }

    public void Acknowledged(Wish wish, Fence fence, (int Live, int Confirmed) replicas) =>
        Judge.Acknowledged(wish, fence, Timeline.Now, replicas.Live, replicas.Confirmed, [.. Origin.Versions]);

    /// <summary>Whoever asked for it does not know what became of it; a webhook's sender delivers it again, anywhere.</summary>
    public void Failed(Wish wish)
    {
        if (wish.Request.Delivery is null || ++wish.Deliveries > 4)
            return;
        Timeline.In(Timeline.Between(50_000, 800_000), () => Deliver(Timeline.Pick(_replicas.Length), wish));
    }

    private void Deliver(int number, Wish wish)
    {
        var replica = _replicas[number % _replicas.Length];
        replica.Do(() => replica.Take(wish));
    }

    private void Do(Step step)
    {
        var index = step.A % _replicas.Length;
        var replica = _replicas[index];
        switch (step.Kind)
        {
            case StepKind.Ask:
                var least = Timeline.Chance(0.1) ? Judge.Latest : null;
                replica.Do(() => replica.Cache.Ask(step.B % Profile.Urls, least));
                break;
            case StepKind.Purge:
                Invalidate(step, InvalidationMode.Purge);
                break;
            case StepKind.Soft:
                Invalidate(step, InvalidationMode.Soft);
                break;
            case StepKind.Write:
                Origin.Write(step.B % Profile.Urls);
                break;
            case StepKind.Pause:
                replica.Pause(step.Length);
                break;
            case StepKind.Crash:
                replica.Crash();
                Timeline.In(step.Length / 4, () => _replicas[index] = new SimReplica(this, Primary));
                break;
            case StepKind.Leave:
                replica.Do(replica.Leave);
                Timeline.In(step.Length / 4, () => _replicas[index] = new SimReplica(this, Primary));
                break;
            case StepKind.Cut:
                replica.Cut(step.Length, isOfLogAlone: false);
                break;
            case StepKind.CutFromLog:
                replica.Cut(step.Length, isOfLogAlone: true);
                break;
            default:
                DoToServer(step, Primary, replica);
                break;
        }
    }

    private void DoToServer(Step step, SimServer server, SimReplica replica)
    {
        switch (step.Kind)
        {
            case StepKind.Flush:
                server.Flush();
                break;
            case StepKind.RestartEmpty or StepKind.RestartWithData:
                server.Restart(step.Length / 20, step.Kind == StepKind.RestartEmpty ? -1 : step.Length);
                foreach (var each in _replicas)
                    Timeline.In(step.Length / 20, each.Reconnect);
                break;
            case StepKind.Hang:
                server.Hang(step.Length);
                break;
            case StepKind.ClockJump:
                server.SetClock((step.Length / 1000) - 2000);
                Judge.WasClockSet = true;
                break;
            case StepKind.BreakCopy:
                server.BreakCopy();
                break;
            case StepKind.FailOver when server.FailOver() is { } promoted:
                MoveTo(promoted);
                Timeline.In(step.Length * 2, () => Attach(server, promoted));
                break;
            case StepKind.FailBack when _servers.FirstOrDefault(other => other != server && server.Copy != other && other.IsUp) is { } old:
                server.Stop(60_000_000);
                old.Promote();
                if (Timeline.Chance(0.5))
                    old.AddCopy(new SimServer(this, _servers.Length));
                MoveTo(old);
                break;
            case StepKind.Wander when _servers[step.B % _servers.Length] is { IsPrimary: true } other:
                replica.Use(other);
                Timeline.In(step.Length, () => replica.Use(Primary));
                break;
        }
    }

    // Each learns of it in its own time.
    private void MoveTo(SimServer server)
    {
        Primary = server;
        foreach (var replica in _replicas)
            Timeline.In(Timeline.Between(0, 3_000_000), () => replica.Use(Primary));
    }

    private void Attach(SimServer old, SimServer primary)
    {
        if (Primary != primary || primary.Copy is not null || !old.IsUp)
            return;
        old.Demote(primary);
        foreach (var replica in _replicas)
            replica.Use(Primary);
    }

    private void Invalidate(Step step, InvalidationMode mode)
    {
        var request = new InvalidationRequest([Answer.TargetOf(step.B + (step.A * 64), Profile.Urls)], mode)
        {
            Source = "proof",
            Delivery = Timeline.Chance(Profile.Deliveries) ? $"d{_deliveries++}" : null,
            Settle = Timeline.Chance(0.1) ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
        };
        Deliver(step.A, new Wish(request, Timeline.Now));
    }
}
