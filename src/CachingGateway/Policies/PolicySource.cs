namespace CachingGateway.Policies;

/// <summary>One attempt to take a policy in.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Before">The policy in force until then; <see langword="null"/> at the start.</param>
/// <param name="Current">The policy in force from then on: the same as before if there were faults.</param>
internal sealed record PolicyReload(
    DateTimeOffset At, PolicySnapshot? Before, PolicySnapshot Current, IReadOnlyList<PolicyFault> Faults)
{
    public bool IsGood => Faults.Count == 0;
}

/// <summary>
/// Holds the policy in force, and takes a changed file in. Content is compared twice a second: that needs no file events,
/// which are lost on mounted volumes and swapped symlinks. A bad file leaves the policy in force as it is.
/// </summary>
internal sealed class PolicySource : IDisposable
{
    /// <summary>Twice a second, so that a change counts within one.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly string? _path;
    private readonly Func<string, string?>? _environment;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private readonly Lock _reloading = new();
    private Reading.PolicyFiles? _files;
    private volatile PolicyReload _last;
    private volatile PolicySnapshot _current;
    private long _goodReloads;
    private long _badReloads;

    private PolicySource(
        string? path, PolicySnapshot first, Reading.PolicyFiles? files, Func<string, string?>? environment, TimeProvider time)
    {
        _path = path;
        _files = files;
        _environment = environment;
        _time = time;
        _current = first;
        _last = new PolicyReload(time.GetUtcNow(), null, first, []);
        _timer = path is null ? null : time.CreateTimer(_ => CheckNow(), null, Interval, Interval);
    }

    /// <summary>Called after each attempt, good or bad, on the thread that made it.</summary>
    public Action<PolicyReload>? Reloaded { get; set; }

    /// <summary>The policy in force. A request reads it once and keeps what it got.</summary>
    public PolicySnapshot Current => _current;

    /// <summary>The last attempt: its faults are what is wrong with the file now.</summary>
    public PolicyReload Last => _last;

    /// <summary>How many changed files were taken in.</summary>
    public long GoodReloads => Volatile.Read(ref _goodReloads);

    /// <summary>How many changed files were refused.</summary>
    public long BadReloads => Volatile.Read(ref _badReloads);

    /// <summary>The policy without a file; it never changes.</summary>
    public static PolicySource BuiltIn(TimeProvider time) => new(null, BuiltInPolicy.Create(), null, null, time);

    /// <summary>Watches a file whose first load was good.</summary>
    public static PolicySource Watching(
        string path, PolicyLoad first, TimeProvider time, Func<string, string?>? environment = null) =>
        first.IsGood
            ? new PolicySource(path, first.Snapshot, first.Files, environment, time)
            : throw new ArgumentException("A policy with faults cannot be the first.", nameof(first));

    /// <summary>Takes the file in if its content has changed since the last attempt; returns whether it had.</summary>
    public bool CheckNow()
    {
        // A slow disk must not pile up attempts.
        if (_path is null || !_reloading.TryEnter())
            return false;
        try
        {
            if (!_files!.HaveChanged())
                return false;
            Reload();
            return true;
        }
        finally
        {
            _reloading.Exit();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Reload()
    {
        var before = _current;
        var load = PolicyLoader.Load(_path!, _environment, before.Version + 1);
        _files = load.Files;
        if (load.IsGood)
            _current = load.Snapshot;
        Interlocked.Increment(ref load.IsGood ? ref _goodReloads : ref _badReloads);
        _last = new PolicyReload(_time.GetUtcNow(), before, _current, load.Faults);
        Reloaded?.Invoke(_last);
    }
}
