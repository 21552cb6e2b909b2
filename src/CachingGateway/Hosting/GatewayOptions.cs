using CachingGateway.Fetching;
using CachingGateway.Invalidation;
using CachingGateway.Management.Access;
using CachingGateway.Pipeline;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Hosting;

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>For people at a terminal.</summary>
    Text,

    /// <summary>One JSON object a line, for programs.</summary>
    Json,
}

/// <summary>The <c>Gateway</c> section of the settings.</summary>
internal sealed record GatewayOptions
{
    /// <summary>The policy file, relative to the working directory. Absent: the built-in policy.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether anything is cached. Reloads live; off: every answer is <c>BYPASS</c> with <c>detail=disabled</c>. Default: yes.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Which of the cache's own fields a client sees. Default <c>all</c>.</summary>
    public CacheHeaders CacheHeaders { get; init; }

    /// <summary>Default <c>text</c>.</summary>
    public LogFormat Logs { get; init; }

    /// <summary>What is served while Redis is out of reach. Default <c>origin</c>; <c>local</c>: memory, for at most 1 min.</summary>
    public StoreOutage StoreOutage { get; init; } = new(StoreOutageMode.Origin, TimeSpan.FromMinutes(1));

    /// <summary>What becomes of passing writes while Redis is out of reach. Default <c>pass</c>.</summary>
    public UnrecordedWrites Writes { get; init; }

    public MemoryStoreOptions Memory { get; init; } = new();

    /// <summary>What the replicas share; <see langword="null"/>: nothing, there is one.</summary>
    public RedisOptions? Redis { get; init; }

    public FillLimits Fills { get; init; } = new();

    /// <summary>How long requests in flight may take to finish after SIGTERM. Default 30 s, 0 to 1 h.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who may operate the gateway; none: this machine alone. Reloads live.</summary>
    public IReadOnlyList<ManagementToken> Tokens { get; init; } = [];

    /// <summary>Reads the section; every problem is added to <paramref name="faults"/>.</summary>
    public static GatewayOptions Read(IConfiguration settings, ICollection<string> faults)
    {
        var reader = new SettingsReader(settings, "Gateway", faults);
        var usual = new GatewayOptions();
        var options = new GatewayOptions
        {
            Policy = reader.Text("Policy"),
            Enabled = reader.Flag("Enabled", usual.Enabled),
            CacheHeaders = reader.OneOf("CacheHeaders", usual.CacheHeaders),
            Logs = reader.OneOf("Logs", usual.Logs),
            StoreOutage = new StoreOutage(
                reader.OneOf("OnStoreOutage", usual.StoreOutage.Mode),
                reader.Duration("OnStoreOutageFor", usual.StoreOutage.For, TimeSpan.FromDays(1))),
            Writes = reader.OneOf("Writes", usual.Writes),
            Memory = new MemoryStoreOptions
            {
                MaxBytes = reader.Size("Memory:MaxBytes", usual.Memory.MaxBytes, MemoryStoreOptions.LeastMaxBytes),
            },
            Redis = RedisSettings.Read(reader, faults),
            Fills = new FillLimits
            {
                Wait = reader.Duration("Fills:Wait", usual.Fills.Wait, TimeSpan.FromMinutes(10)),
                MaxWaiters = (int)reader.Number("Fills:MaxWaiters", usual.Fills.MaxWaiters, 0, 1_000_000),
                Uncacheable = reader.Duration("Fills:Uncacheable", usual.Fills.Uncacheable, TimeSpan.FromHours(1)),
                MaxBytesInFlight = reader.Size("Fills:MaxBytesInFlight", usual.Fills.MaxBytesInFlight, 1024 * 1024),
            },
            Drain = reader.Duration("Drain", usual.Drain, TimeSpan.FromHours(1)),
            Tokens = TokenSettings.Read(reader, faults),
        };
        reader.RefuseUnknown();
        return options;
    }
}
