using System.Net.Sockets;
using System.Security.Authentication;

namespace CachingGateway.Storage.Redis;

/// <summary>What was found out about where Redis is.</summary>
/// <param name="Nodes">Where to connect to; empty: nobody answers yet.</param>
/// <param name="Problem">Why not, in words.</param>
internal sealed record RedisFinding(IReadOnlyList<RedisNode> Nodes, string? Problem)
{
    public bool IsSameAs(RedisFinding? other) => other is not null && Nodes.SequenceEqual(other.Nodes);
}

/// <summary>Finds out where Redis is and whether it answers, at the price of one small connection.</summary>
internal sealed class RedisScout(RedisAddress address, TimeProvider time)
{
    /// <summary>How long one server may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<RedisFinding> FindAsync(CancellationToken cancellation) => address.Sentinel is null
        ? await FindServersAsync(cancellation)
        : await FindPrimaryAsync(address.Sentinel, cancellation);

    /// <summary>All of the nodes, as soon as one of them answers: the client finds the others' roles by itself.</summary>
    private async Task<RedisFinding> FindServersAsync(CancellationToken cancellation)
    {
        var asked = address.Nodes.Select(node => ProblemOfAsync(node, mustBePrimary: false, cancellation)).ToList();
        string? problem = null;
        while (asked.Count > 0)
        {
            var answered = await Task.WhenAny(asked);
            asked.Remove(answered);
            problem = await answered;
            if (problem is null)
                return new RedisFinding(address.Nodes, null);
        }

        return new RedisFinding([], problem);
    }

    /// <summary>The first primary that a sentinel names and that says so itself; a sentinel that was cut off may name the former one.</summary>
    private async Task<RedisFinding> FindPrimaryAsync(string name, CancellationToken cancellation)
    {
        var problem = "no sentinel answers";
        foreach (var sentinel in address.Nodes)
        {
            var (reply, silence) = await AskAsync(sentinel, cancellation, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", name);
            if (reply is not { IsError: false, Items: [{ Text: { } host }, { Text: { } port }] } || !int.TryParse(port, out var number))
            {
                problem = $"{sentinel}: {silence ?? reply?.Text ?? $"knows no primary named {name}"}";
                continue;
            }

            var primary = new RedisNode(host, number);
            if (await ProblemOfAsync(primary, mustBePrimary: true, cancellation) is not { } fault)
                return new RedisFinding([primary], null);
            problem = fault;
        }

        return new RedisFinding([], problem);
    }

    /// <summary>What keeps a server from being used now; <see langword="null"/>: nothing.</summary>
    private async Task<string?> ProblemOfAsync(RedisNode node, bool mustBePrimary, CancellationToken cancellation)
    {
        var (reply, silence) = await AskAsync(node, cancellation, mustBePrimary ? ["ROLE"] : ["PING"]);
        if (reply is null) return $"{node}: {silence}";
        if (reply.IsError) return $"{node}: {reply.Text}";
        return mustBePrimary && reply.Items is not [{ Text: "master" }, ..] ? $"{node}: is not the primary" : null;
    }

    private async Task<(RespReply? Reply, string? Silence)> AskAsync(RedisNode node, CancellationToken cancellation, params string[] command)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var connection = await RespConnection.OpenAsync(node, address, either.Token);
            if (address.Password.Value is { } password && command[0] != "SENTINEL")
            {
                var allowed = await connection.AskAsync(either.Token, "AUTH", password);
                if (allowed.IsError) return (allowed, null);
            }

            return (await connection.AskAsync(either.Token, command), null);
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidDataException or AuthenticationException)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, "does not answer");
        }
    }
}
