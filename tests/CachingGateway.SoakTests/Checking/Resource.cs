namespace CachingGateway.SoakTests.Checking;

/// <summary>By what a resource's stored answers are retired; the name of its route, and where its path begins.</summary>
internal enum ResourceKind
{
    Tagged,
    Surrogate,
    Named,
    Graced,
    Varied,
}

/// <summary>Something that the origin has in versions 1, 2, 3…, and what was promised of it.</summary>
internal sealed class Resource(ResourceKind kind, int group, int id)
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _trace = new();
    private long _version = 1;
    private long _purged;
    private long _softened;
    private int _softening;
    private TimeSpan _staleUntil;

    /// <summary>The most that is remembered of what happened to one.</summary>
    private const int TraceLines = 3000;

    public ResourceKind Kind => kind;

    public int Group => group;

    public int Id => id;

    public string Path { get; } = $"/{kind.ToString().ToLowerInvariant()}/{group}/{id}";

    /// <summary>Bytes of padding in an answer; a few do not fit on the line for small entries.</summary>
    public int Padding { get; } = id % 8 == 7 ? 80_000 : 300;

    /// <summary>What the origin has now.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The origin gets a new version, and says which.</summary>
    public long Raise() => Interlocked.Increment(ref _version);

    /// <summary>What holds for a read that begins now.</summary>
    public Promise Promised
    {
        get
        {
            lock (_gate)
            {
                return new Promise(_purged, Math.Max(_purged, _softened));
            }
        }
    }

    /// <summary>
    /// By when a read must have begun to be given something stale; <see cref="TimeSpan.MaxValue"/>: a grace may begin at any
    /// moment.
    /// </summary>
    public TimeSpan StaleUntil
    {
        get
        {
            lock (_gate)
            {
                return _softening > 0 ? TimeSpan.MaxValue : _staleUntil;
            }
        }
    }

    /// <summary>It was acknowledged that nothing older than a version is served.</summary>
    public void Purged(long version)
    {
        lock (_gate)
        {
            _purged = Math.Max(_purged, version);
        }
    }

    /// <summary>A soft invalidation is about to be posted.</summary>
    public void BeginSoftening()
    {
        lock (_gate)
        {
            _softening++;
        }
    }

    /// <summary>It was answered or given up.</summary>
    /// <param name="version">Nothing older is served but as stale; <see langword="null"/>: nobody said so.</param>
    /// <param name="until">When its grace is over.</param>
    public void EndSoftening(long? version, TimeSpan until)
    {
        lock (_gate)
        {
            _softening--;
            _softened = Math.Max(_softened, version ?? 0);
            _staleUntil = until > _staleUntil ? until : _staleUntil;
        }
    }

    public void Note(string line)
    {
        lock (_gate)
        {
            if (_trace.Count == TraceLines)
                _trace.Dequeue();
            _trace.Enqueue(line);
        }
    }

    /// <summary>What happened to it, oldest first.</summary>
    public IReadOnlyList<string> Trace
    {
        get
        {
            lock (_gate)
            {
                return [.. _trace];
            }
        }
    }

    public override string ToString() => Path;
}

/// <summary>What a read has to show that begins when this was read.</summary>
/// <param name="Purged">The least version of whatever is served.</param>
/// <param name="Fresh">The least version of what is not marked as stale.</param>
internal readonly record struct Promise(long Purged, long Fresh);
