namespace CachingGateway.Storage.Redis;

/// <summary>
/// All connections to one Redis, each for a purpose of its own so that none delays another. They are made in the background and made
/// anew when they are lost or hang: nobody waits for that, and a gateway starts without a Redis as well.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private readonly RedisKeeper _keeper;
    private readonly ReadBacklog _backlog;
    private readonly CancellationTokenSource _stop = new();
    private Task _keeping = Task.CompletedTask;

    public RedisLink(RedisOptions options, TimeProvider time, ILogger logger)
    {
        (Options, Time) = (options, time);
        Door = new RedisDoor(time);
        _backlog = new ReadBacklog(time);
        Control = NewLine("control");
        PubSub = NewLine("pubsub");
        Small = NewLine("small");
        Bodies = [.. Enumerable.Range(0, options.BodyConnections).Select(i => NewLine($"body{i}"))];
        _keeper = new RedisKeeper(this, _backlog, options, time, logger);

        RedisLine NewLine(string purpose) => new($"{options.Prefix}-{purpose}", _backlog, time) { Suspected = OnSuspected };
    }

    /// <summary>Every connection stands. Raised each time they do again; must return at once.</summary>
    public event EventHandler? Connected;

    /// <summary>Some connection was lost; <see cref="Connected"/> follows when all stand again. Must return at once.</summary>
    public event EventHandler? Lost;

    public RedisOptions Options { get; }

    /// <summary>The clock by which calls are bounded.</summary>
    public TimeProvider Time { get; }

    /// <summary>Through which calls for entries go; the log of invalidations does without.</summary>
    public RedisDoor Door { get; }

    /// <summary>For the log of invalidations alone.</summary>
    public RedisLine Control { get; }

    /// <summary>Behind <see cref="Subscribe"/>; not for calls.</summary>
    public RedisLine PubSub { get; }

    /// <summary>For entries and the like, none of which is large.</summary>
    public RedisLine Small { get; }

    /// <summary>For what is large, and for what need not be quick.</summary>
    public IReadOnlyList<RedisLine> Bodies { get; }

    public IEnumerable<RedisLine> Lines => [Control, PubSub, Small, .. Bodies];

    public bool IsConnected => _keeper.IsConnected;

    /// <summary>Why there is no connection, in words; <see langword="null"/>: there is one.</summary>
    public string? Problem => _keeper.Problem;

    /// <summary>The line for a large body that owes the fewest answers.</summary>
    public RedisLine Body
    {
        get
        {
            var best = Bodies[0];
            foreach (var line in Bodies)
            {
                if (line.IsConnected && (!best.IsConnected || line.CallsInFlight < best.CallsInFlight))
                    best = line;
            }

            return best;
        }
    }

    /// <summary>Begins to connect, and returns at once.</summary>
    public void Start() => _keeping = Task.Run(() => _keeper.RunAsync(_stop.Token));

    /// <summary>Listens to a channel from as soon as there is a connection until the link ends.</summary>
    /// <param name="channel">The channel's whole name; the prefix is the caller's to add.</param>
    /// <param name="handle">Hands a message over and returns at once.</param>
    /// <param name="restored">See <see cref="RedisSubscription.Restored"/>.</param>
    public RedisSubscription Subscribe(string channel, Action<byte[]> handle, Action? restored = null)
    {
        var subscription = new RedisSubscription(channel, handle) { Restored = restored };
        _keeper.Add(subscription);
        return subscription;
    }

    /// <summary>Ends all connections without waiting for a server that does not answer.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        foreach (var line in Lines)
            line.Use(null);
        _backlog.Dispose();
        _stop.Dispose();
    }

    internal void RaiseConnected() => Connected?.Invoke(this, EventArgs.Empty);

    internal void RaiseLost() => Lost?.Invoke(this, EventArgs.Empty);

    private void OnSuspected()
    {
        Door.Hold();
        _keeper.LookNow();
    }
}
