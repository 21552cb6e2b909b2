using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>Makes connections with the client, each in a bounded time and with settings that its traps ask for.</summary>
internal sealed class RedisConnector(RedisOptions options, TimeProvider time)
{
    /// <summary>Connections that may be about to end at once; a hung server can make that take long.</summary>
    private const int MaxClosing = 12;

    private const int ConnectMilliseconds = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>What a connection publishes and reads of subscriptions is not for those that never subscribe.</summary>
    private static readonly CommandMap WithoutSubscriptions =
        CommandMap.Create(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "SUBSCRIBE" }, available: false);

    private readonly RedisEndings _endings = new();

    /// <summary>How many connections share the bytes in flight.</summary>
    private int Connections => options.BodyConnections + 3;

    /// <returns><see langword="null"/>: it could not be made; <paramref name="problem"/> was told why.</returns>
    public async Task<RedisConnection?> ConnectAsync(
        RedisLine line, IReadOnlyList<RedisNode> nodes, bool subscribes, Action<string> problem, CancellationToken stop)
    {
        if (_endings.Count > MaxClosing)
        {
            problem("earlier connections are still being closed");
            return null;
        }

        // Not on the caller's thread: the client looks names up and opens sockets before its first await.
        var connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(Configuration(line, nodes, subscribes)));
        try
        {
            var connection = Wrap(await connecting.WaitAsync(Patience, time, stop));
            connection.Multiplexer.PreserveAsyncOrder = subscribes;
            if (connection.IsConnected) return connection;
            problem("no connection came about");
            connection.Leave();
        }
        catch (TimeoutException)
        {
            problem("does not answer");
            _ = LeaveLaterAsync(connecting);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _ = LeaveLaterAsync(connecting);
            throw;
        }
        catch (Exception e) when (e is RedisConnectionException or System.Net.Sockets.SocketException or AggregateException)
        {
            problem(e.GetBaseException().Message);
        }

        return null;
    }

    private async Task LeaveLaterAsync(Task<ConnectionMultiplexer> connecting)
    {
        _endings.Begin();
        try
        {
            Wrap(await connecting).Leave();
        }
        catch (Exception)
        {
            // It failed after all; there is nothing to leave.
        }
        finally
        {
            _endings.End();
        }
    }

    private RedisConnection Wrap(ConnectionMultiplexer multiplexer) =>
        new(multiplexer, new InFlight(options.MaxCallsInFlight, options.MaxBytesInFlight / Connections), _endings);

    private ConfigurationOptions Configuration(RedisLine line, IReadOnlyList<RedisNode> nodes, bool subscribes)
    {
        var address = options.Address;
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            AllowAdmin = true, // For INFO, nothing else.
            ClientName = line.Name,
            CommandMap = subscribes ? CommandMap.Default : WithoutSubscriptions,
            ConfigCheckSeconds = 2, // Within which a failover is noticed; by itself it takes a minute.
            ConfigurationChannel = "",
            ConnectRetry = 1,
            ConnectTimeout = ConnectMilliseconds,
            DefaultDatabase = address.Database,
            KeepAlive = 10,
            Password = address.Password.Value,
            Ssl = address.Tls,
            SslHost = address.Tls ? address.TlsHost ?? nodes[0].Host : null,
            SyncTimeout = ConnectMilliseconds,
            TieBreaker = "",
        };
        foreach (var node in nodes)
            configuration.EndPoints.Add(node.Host, node.Port);
        return configuration;
    }
}
