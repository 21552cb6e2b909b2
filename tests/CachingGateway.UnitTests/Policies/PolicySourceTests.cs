using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicySourceTests : IDisposable
{
    private readonly TemporaryFiles _files = new();
    private readonly ManualTime _time = new();
    private readonly List<PolicyReload> _reloads = [];

    public void Dispose() => _files.Dispose();

    private static string Policy(int ttl) => $$"""{ "routes": [{ "name": "r", "match": { "path": "/a" }, "ttl": {{ttl}} }] }""";

    private PolicySource Watch(string path)
    {
        var source = PolicySource.Watching(path, PolicyLoader.Load(path), _time);
        source.Reloaded = _reloads.Add;
        return source;
    }

    [Fact]
    public void ChangedContent_IsTakenInByTheTimer_AsANewVersion()
    {
        using var source = Watch(_files.Write("p.json", Policy(1)));
        var before = source.Current;
        _files.Write("p.json", Policy(2));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((2, 2), (source.Current.Version, (int)source.Current.Routes[0].Ttl.TotalSeconds));
        Assert.Equal(1, before.Routes[0].Ttl.TotalSeconds);
        var reload = Assert.Single(_reloads);
        Assert.Equal((before, source.Current, true, source.Last), (reload.Before, reload.Current, reload.IsGood, reload));
    }

    [Fact]
    public void UnchangedContent_IsNotReadAgain()
    {
        var path = _files.Write("p.json", Policy(1));
        using var source = Watch(path);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        Assert.False(source.CheckNow());
        Assert.Empty(_reloads);
    }

    [Fact]
    public void BadFile_LeavesTheOldPolicy_AndIsReportedOnce_UntilItIsGood()
    {
        using var source = Watch(_files.Write("p.json", Policy(1)));
        var old = source.Current;
        _files.Write("p.json", "{ not JSON");

        Assert.True(source.CheckNow());
        Assert.False(source.CheckNow());
        Assert.Same(old, source.Current);
        Assert.False(source.Last.IsGood);
        Assert.Single(_reloads);

        _files.Write("p.json", Policy(1));
        Assert.True(source.CheckNow());
        Assert.Equal((2, true, 2), (source.Current.Version, source.Last.IsGood, _reloads.Count));
    }

    [Fact]
    public void DeletedFile_LeavesTheOldPolicy()
    {
        var path = _files.Write("p.json", Policy(1));
        using var source = Watch(path);
        File.Delete(path);

        Assert.True(source.CheckNow());
        Assert.Equal((1, "which is not there"), (source.Current.Version, source.Last.Faults[0].Problem));
    }

    [Fact]
    public void SwappedSymlink_IsAChange()
    {
        // As a mounted ConfigMap: p.json -> ..data/p.json, ..data -> a directory of one version.
        _files.Write("..v1/p.json", Policy(1));
        _files.Write("..v2/p.json", Policy(2));
        Directory.CreateSymbolicLink(_files.PathOf("..data"), "..v1");
        File.CreateSymbolicLink(_files.PathOf("p.json"), Path.Combine("..data", "p.json"));
        using var source = Watch(_files.PathOf("p.json"));

        Directory.Delete(_files.PathOf("..data"));
        Directory.CreateSymbolicLink(_files.PathOf("..data"), "..v2");

        Assert.True(source.CheckNow());
        Assert.Equal(2, source.Current.Routes[0].Ttl.TotalSeconds);
    }

    [Fact]
    public void IncludedFiles_AreWatchedToo_AndNewOnesThatAGlobFinds()
    {
        _files.Write("routes/a.json", "[]");
        using var source = Watch(_files.Write("p.json", """{ "include": ["routes/*.json"] }"""));

        _files.Write("routes/b.json", """[{ "name": "b", "match": { "path": "/b" } }]""");
        Assert.True(source.CheckNow());
        Assert.Single(source.Current.Routes);

        _files.Write("routes/a.json", """[{ "name": "a", "match": { "path": "/a" } }]""");
        Assert.True(source.CheckNow());
        Assert.Equal(2, source.Current.Routes.Count);

        File.Delete(_files.PathOf("routes/b.json"));
        Assert.True(source.CheckNow());
        Assert.Single(source.Current.Routes);
        Assert.False(source.CheckNow());
    }

    [Fact]
    public void BuiltInPolicy_CachesEveryGetAsTheOriginSays()
    {
        using var source = PolicySource.BuiltIn(_time);
        var route = PolicyKit.Match(source.Current, "/any/thing?x=1")!.Route;

        Assert.Equal(
            (FreshnessSource.Origin, true, "built-in"),
            (route.Freshness, route.Key.Settings.ForwardAllHeaders, source.Current.Source));
        Assert.NotNull(PolicyKit.Match(source.Current, "/", "HEAD"));
        Assert.Null(PolicyKit.Match(source.Current, "/", "POST"));
        Assert.False(source.CheckNow());
    }

    /// <summary>Time that stands still until it is told.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private readonly List<Action> _timers = [];

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(PolicySource.Interval, period);
            _timers.Add(() => callback(state));
            return new Timer();
        }

        public void Advance(TimeSpan time)
        {
            for (var passed = PolicySource.Interval; passed <= time; passed += PolicySource.Interval)
                _timers.ForEach(tick => tick());
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
