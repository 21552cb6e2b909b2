using System.Net;
using System.Net.Sockets;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// Tells an answer that is late from a process that is. Under a crowd, or where the processor is rationed, an answer may have come in time
/// and lie unread. So before one counts as overdue, whatever has come until then is read.
/// </summary>
/// <remarks>
/// Sockets are read by the runtime's few event threads, each of which takes its sockets in the order in which something came. A byte that
/// this sends to itself over loopback, one for each of the threads, is behind all that came before it. Where nothing is waiting that takes
/// some tens of microseconds.
/// </remarks>
internal sealed class ReadBacklog : IDisposable
{
    /// <summary>For how long anybody waits for it. Who is further behind than that is told what he would have been told without.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly byte[] Something = [0];

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Socket[] _probes;
    private Task _round = Task.CompletedTask;
    private Task? _next;
    private bool _isOff;

    public ReadBacklog(TimeProvider time)
    {
        _time = time;
        // Sockets go to the event threads in turn, of which there is one for each processor at most. Twice as many: other sockets may
        // come in between.
        _probes = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => Probe()).OfType<Socket>()];
    }

    /// <summary>
    /// Whether an answer that is overdue has come, now that what lay unread was read. Who was behind with reading was behind with sending as
    /// well, and perhaps the server, if it is on the same machine: then its time begins anew.
    /// </summary>
    /// <param name="answer">It was waited for as long as <paramref name="timeout"/> says.</param>
    /// <param name="timeout">How long an answer may take.</param>
    public async Task<bool> HasComeAsync(Task answer, TimeSpan timeout)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            var isBehind = await IsBehindAsync(timeout);
            if (answer.IsCompleted)
                return answer.IsCompletedSuccessfully;
            if (!isBehind || _time.GetElapsedTime(began) > Limit)
                return false;
            await Task.WhenAny(answer, Task.Delay(timeout, _time));
        }
    }

    /// <summary>Whether what comes lies unread for so long that it matters to who waits for an answer.</summary>
    /// <param name="timeout">How long an answer may take.</param>
    public async Task<bool> IsBehindAsync(TimeSpan timeout)
    {
        var asked = _time.GetTimestamp();
        await ReadAsync();
        return _time.GetElapsedTime(asked) > timeout / 4;
    }

    public void Dispose()
    {
        foreach (var probe in _probes)
            probe.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await Next().WaitAsync(Limit, _time);
        }
        catch (TimeoutException)
        {
            // So be it.
        }
    }

    // A round that has begun already says nothing of what has come since; all who ask during one share the next.
    private Task Next()
    {
        lock (_gate)
        {
            if (_isOff)
                return Task.CompletedTask;
            if (_round.IsCompleted)
                return _round = RoundAsync();
            return _next ??= AfterAsync(_round);
        }
    }

    private async Task AfterAsync(Task before)
    {
        await before;
        Task round;
        lock (_gate)
        {
            _next = null;
            round = _round = RoundAsync();
        }

        await round;
    }

    private async Task RoundAsync()
    {
        try
        {
            var reads = Array.ConvertAll(_probes, static probe => probe.ReceiveAsync(new byte[1]));
            foreach (var probe in _probes)
                probe.Send(Something);
            await Task.WhenAll(reads);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // A read may be left over now, and would take the next round's byte.
            lock (_gate)
            {
                _isOff = true;
            }
        }

        // What was read is handed on by the pool: to the client's parser, and by that to who waits.
        for (var i = 0; i < 2; i++)
            await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
    }

    /// <returns><see langword="null"/>: there is no such loopback here.</returns>
    private static Socket? Probe()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            // Nobody else can send to it.
            socket.Connect(socket.LocalEndPoint!);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
