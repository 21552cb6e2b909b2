using System.Globalization;
using System.Net;
using System.Text.Json;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;

namespace CachingGateway.SoakTests.Cluster;

/// <summary>One gateway as a process of its own, which is ended and started again on the same ports.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>Far more than the longest latency, wait and pause together: what has no answer by then has none.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(90);

    private readonly string[] _arguments;
    private readonly string _log;
    private readonly Uri _data = new($"http://127.0.0.1:{ServerPorts.Free()}");
    private readonly Uri _management = new($"http://127.0.0.1:{ServerPorts.Free()}");
    private readonly List<GatewayLink> _links = [];
    private volatile GatewayLink? _link;
    private ServerProcess? _process;

    private GatewayProcess(int index, Uri origin, string policy, TcpRelay relay, string log, string[] arguments)
    {
        (Index, Relay, _log) = (index, relay, log);
        _arguments =
        [
            "serve", "--origin", origin.ToString(), "--policy", policy, "--redis", relay.Address,
            "--urls", _data.ToString(), "--management-urls", _management.ToString(), .. arguments,
        ];
    }

    public int Index { get; }

    /// <summary>Its line to Redis.</summary>
    public TcpRelay Relay { get; }

    /// <summary>How to talk to the process that runs now.</summary>
    public GatewayLink Link => _link!;

    /// <summary>Where it answers.</summary>
    public Uri DataAddress => _data;

    /// <param name="index">Its number.</param>
    /// <param name="origin">What it stands before.</param>
    /// <param name="policy">The policy's file.</param>
    /// <param name="relay">Its line to Redis, which ends with it.</param>
    /// <param name="logs">The folder that its log is put in.</param>
    /// <param name="arguments">What else stands on its command line.</param>
    public static async Task<GatewayProcess> StartAsync(
        int index, Uri origin, string policy, TcpRelay relay, string logs, params string[] arguments)
    {
        var log = Path.Combine(logs, string.Create(CultureInfo.InvariantCulture, $"gateway{index}.log"));
        var gateway = new GatewayProcess(index, origin, policy, relay, log, arguments);
        await gateway.RunAsync();
        return gateway;
    }

    /// <summary>Ends it; what is under way has no answer.</summary>
    public async Task EndAsync(PosixSignalNumber signal)
    {
        Link.IsOver = true;
        _process!.Send(signal);
        // One that is asked to end answers first what it has begun.
        await _process.EndedAsync(AnswerLimit);
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Returns when it answers.</summary>
    public async Task RunAsync()
    {
        // The log is appended to by a shell that becomes the gateway, so that an hour of it is not kept in memory.
        _process = ServerProcess.Start(
            "/bin/sh",
            ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "gateway", _log, Dotnet, Executable, .. _arguments]);
        var link = new GatewayLink(_data, _management, AnswerLimit);
        await Deadline.Eventually(() => IsLiveAsync(link), static isLive => isLive, StartLimit);
        // Who still uses the last one is told by it that it is over.
        _links.Add(link);
        _link = link;
    }

    /// <summary>It holds still, its clock goes on, and what is sent to it waits.</summary>
    public void Stop() => _process?.Send(PosixSignalNumber.Stop);

    public void Continue() => _process?.Send(PosixSignalNumber.Continue);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        foreach (var link in _links)
            link.Dispose();
        await Relay.DisposeAsync();
    }

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "CachingGateway.dll");

    // The very one that runs the tests, where it is one that runs assemblies.
    private static string Dotnet =>
        Environment.ProcessPath is { } own && Path.GetFileName(own) == "dotnet" ? own : "dotnet";

    private async Task<bool> IsLiveAsync(GatewayLink link)
    {
        if (_process!.HasEnded)
            throw new InvalidOperationException($"The gateway has ended; see {_log}.");
        try
        {
            using var response = await link.Management.GetAsync(new Uri("/health/live", UriKind.Relative));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>Connections to one process; its successor on the same ports has others.</summary>
internal sealed class GatewayLink(Uri data, Uri management, TimeSpan limit) : IDisposable
{
    private volatile bool _isOver;

    /// <summary>For readers and writers.</summary>
    public HttpClient Data { get; } = Client(data, limit);

    /// <summary>For webhooks.</summary>
    public HttpClient Management { get; } = Client(management, limit);

    /// <summary>Whether the process was told to end, so that no answer is owed.</summary>
    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }

    public void Dispose()
    {
        Data.Dispose();
        Management.Dispose();
    }

    private static HttpClient Client(Uri address, TimeSpan limit) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = limit };
}
