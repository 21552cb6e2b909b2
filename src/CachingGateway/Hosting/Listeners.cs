using System.Net;
using System.Text;
using CachingGateway.Commands;
using CachingGateway.Pipeline;
using CachingGateway.Pipeline.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Hosting;

/// <summary>Marks connections to a listener that is not for clients.</summary>
internal sealed class ManagementConnection
{
    /// <summary>Of operators.</summary>
    public static ManagementConnection Mark { get; } = new();

    /// <summary>Of those who post events, and may do nothing else.</summary>
    public static ManagementConnection EventsMark { get; } = new();
}

/// <summary>
/// The endpoints of the gateway: data for clients, management (those named <c>Management*</c>) for operators, and, where there are
/// any, those for events alone (named <c>Events*</c>).
/// </summary>
internal sealed class Listeners
{
    private const string Management = "Management";
    private const string Events = "Events";
    private const string UsualData = "http://localhost:8080";
    private const string UsualManagement = "http://localhost:8081";

    private readonly IConfigurationSection _kestrel;
    private readonly List<(string Name, Uri Url, Func<EndPoint?> Bound)> _endpoints = [];

    public Listeners(IConfiguration settings, ServeOptions options)
    {
        var kestrel = settings.GetSection("Kestrel");
        var members = kestrel.AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Value is not null && !Replaces(options, pair.Key))
            .Concat(Named("Data", options.Urls))
            .Concat(Named(Management, options.ManagementUrls))
            .Concat(Named(Events, options.EventsUrls))
            .ToDictionary(pair => "Kestrel:" + pair.Key, pair => pair.Value);
        var names = members.Keys.Where(key => key.StartsWith("Kestrel:Endpoints:", StringComparison.OrdinalIgnoreCase)).Select(NameIn).ToArray();
        if (!names.Any(IsData))
            members["Kestrel:Endpoints:Data:Url"] = UsualData;
        if (!names.Any(IsManagement))
            members["Kestrel:Endpoints:Management:Url"] = UsualManagement;
        _kestrel = new ConfigurationBuilder().AddInMemoryCollection(members).Build().GetSection("Kestrel");
    }

    /// <summary>Who is connected to the data listeners.</summary>
    public ClientConnections Clients { get; } = new();

    public IReadOnlyList<Uri> DataAddresses => [.. _endpoints.Where(e => IsData(e.Name)).Select(Address)];

    public IReadOnlyList<Uri> ManagementAddresses => [.. _endpoints.Where(e => IsManagement(e.Name)).Select(Address)];

    public IReadOnlyList<Uri> EventsAddresses => [.. _endpoints.Where(e => IsEvents(e.Name)).Select(Address)];

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // A proxy passes bodies of any size on; what is read into memory has limits of its own.
        kestrel.Limits.MaxRequestBodySize = null;
        // Below the half minute in which a client that sends slowly must be gone.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(20);
        // So must one that reads slowly: at most 128 KB are written in one go, which at this rate are due in 21 s.
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 8 * 1024, gracePeriod: TimeSpan.FromSeconds(5));
        // Header bytes pass unchanged both ways.
        kestrel.RequestHeaderEncodingSelector = static name =>
            name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? DigitsOnly.Encoding
            : name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase) ? ConnectionLine.Encoding
            : Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        _kestrel.GetSection("Limits").Bind(kestrel.Limits);
        var loader = kestrel.Configure(_kestrel);
        foreach (var endpoint in _kestrel.GetSection("Endpoints").GetChildren())
        {
            var (name, url) = (endpoint.Key, endpoint["Url"]);
            loader.Endpoint(name, configuration =>
            {
                var listener = configuration.ListenOptions;
                _endpoints.Add((name, new Uri(Wildcards(url!)), () => listener.EndPoint));
                listener.Use(MarkOf(name) is { } mark ? Marked(mark) : Counted);
                // Behind TLS the bytes that come are not the request's.
                if (IsData(name) && !configuration.IsHttps)
                    listener.Use(HitsOnTheWire(kestrel));
            });
        }
    }

    private static Func<ConnectionDelegate, ConnectionDelegate> Marked(ManagementConnection mark) => next => connection =>
    {
        connection.Features.Set(mark);
        return next(connection);
    };

    private ConnectionDelegate Counted(ConnectionDelegate next) => async connection =>
    {
        Clients.Enter();
        try
        {
            await next(connection);
        }
        finally
        {
            Clients.Leave();
        }
    };

    private static Func<ConnectionDelegate, ConnectionDelegate> HitsOnTheWire(KestrelServerOptions kestrel) => next =>
    {
        var hits = kestrel.ApplicationServices.GetRequiredService<WireHits>();
        return async connection =>
        {
            var sockets = connection.Transport;
            var wire = new WireConnection(hits, connection, kestrel.Limits.KeepAliveTimeout);
            connection.Features.Set(wire);
            connection.Transport = wire;
            try
            {
                await next(connection);
            }
            finally
            {
                connection.Transport = sockets;
            }
        };
    };

    private static bool IsManagement(string name) => name.StartsWith(Management, StringComparison.OrdinalIgnoreCase);

    private static bool IsEvents(string name) => name.StartsWith(Events, StringComparison.OrdinalIgnoreCase);

    private static bool IsData(string name) => !IsManagement(name) && !IsEvents(name);

    private static ManagementConnection? MarkOf(string name) =>
        IsManagement(name) ? ManagementConnection.Mark : IsEvents(name) ? ManagementConnection.EventsMark : null;

    private static string NameIn(string key) => key.Split(':')[2];

    private static bool Replaces(ServeOptions options, string key) =>
        key.StartsWith("Endpoints:", StringComparison.OrdinalIgnoreCase)
        && (key.Split(':')[1] is var name && IsManagement(name) ? options.ManagementUrls
            : IsEvents(name) ? options.EventsUrls
            : options.Urls) is not null;

    private static IEnumerable<KeyValuePair<string, string?>> Named(string name, string? urls)
    {
        var list = urls?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return list.Select((url, i) => KeyValuePair.Create<string, string?>($"Endpoints:{name}{(i == 0 ? "" : i + 1)}:Url", url));
    }

    private static string Wildcards(string url) => url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);

    // The port that was bound, where the URL left it open.
    private static Uri Address((string Name, Uri Url, Func<EndPoint?> Bound) endpoint) =>
        endpoint.Bound() is IPEndPoint { Port: > 0 } bound ? new UriBuilder(endpoint.Url) { Port = bound.Port }.Uri : endpoint.Url;
}
