using System.Diagnostics;
using System.Net.Sockets;
using CachingGateway.TestKit;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>One case while it runs: what its origin is to answer, and what it was asked.</summary>
internal sealed class CaseRun(Case @case, Uri cache, SemaphoreSlim seats)
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedRequest> _asked = [];
    private readonly Dictionary<int, string> _bodies = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Transcript _transcript = new();
    private Exchange _exchange = new("");
    private int _step;

    public string Path => "/" + @case.Id;

    /// <returns>What went wrong, with all that was said; empty where nothing did.</returns>
    public async Task<string> RunAsync()
    {
        await seats.WaitAsync();
        try
        {
            foreach (var step in @case.Steps)
            {
                if (await RunAsync(step) is { Length: > 0 } failure)
                    return Failure(failure);
            }
            return "";
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            return Failure($"step {_step}: nothing came in time: {e.Message}");
        }
        finally
        {
            seats.Release();
        }
    }

    /// <summary>The origin's part: answers one request.</summary>
    public async Task AnswerAsync(RawConnection connection, ReceivedRequest request)
    {
        Reply reply;
        string automatic;
        lock (_lock)
        {
            reply = Scripted(_asked.Count).For(request);
            automatic = $"{@case.Id}: answer {_asked.Count + 1} of step {_step}";
            _asked.Add(request);
            _bodies[_step] = reply.BodyFor(automatic);
        }
        var bytes = reply.Render(request, automatic, Template);
        _transcript.Add("origin <", request.ToString());
        _transcript.Add("origin >", bytes);
        await connection.SendAsync(bytes);
        if (reply.Ending == Ending.Closes)
            await CloseAsync(connection);
        else if (reply.Ending == Ending.Resets)
            connection.Reset();
    }

    private string Failure(string what) => $"{@case.Level} {@case.Section} {@case.Id}: {@case.Rule}\n{what}\n\n{_transcript}";

    private Reply Scripted(int asked) => _exchange.Replies switch
    {
        [] => Words.Ok("Cache-Control: no-store"),
        var replies => replies[Math.Min(asked, replies.Length - 1)],
    };

    private Template Template => new(TimeProvider.System.GetUtcNow(), Path);

    private async Task<string> RunAsync(IStep step)
    {
        if (step is Wait wait)
        {
            seats.Release();
            await PauseAsync(wait.Time);
            await seats.WaitAsync();
            return "";
        }
        var exchange = (Exchange)step;
        lock (_lock)
            (_exchange, _step) = (exchange, _step + 1);
        return exchange.IsRepeated
            ? await Deadline.Eventually(() => TryAsync(exchange), static failure => failure.Length == 0).Within()
            : await TryAsync(exchange);
    }

    private async Task<string> TryAsync(Exchange exchange)
    {
        lock (_lock)
            _asked.Clear();
        var request = new ClientRequest(exchange, Path);
        var text = request.Render(Template);
        _transcript.Add($"step {_step} >", text);
        var (response, behind, says) = await request.SendAsync(cache, text);
        _transcript.Add($"step {_step} <", says);
        if (exchange.IsAskedLater)
            await Deadline.Eventually(() => Task.FromResult(Asked().Count), static asked => asked > 0);
        var observed = new Observed(Asked(), response, behind, Stopwatch.GetElapsedTime(_start), Template, BodyOf);
        var failures = exchange.Checks.Where(c => !c.Holds(observed)).Select(c => c.Says).ToList();
        return failures.Count == 0 ? "" : $"step {_step}, expected: {string.Join("; ", failures)}";
    }

    private IReadOnlyList<ReceivedRequest> Asked()
    {
        lock (_lock)
            return [.. _asked];
    }

    /// <summary>What the origin last sent in a step, by its number; 0: in this one.</summary>
    private string BodyOf(int step)
    {
        lock (_lock)
            return _bodies.GetValueOrDefault(step == 0 ? _step : step, $"(nothing was sent in step {step})");
    }

    // What still comes on the connection was sent by somebody who had not yet seen its end, and will come again on another.
    private static async Task CloseAsync(RawConnection connection)
    {
        connection.FinishSending();
        await connection.ReadToEndAsync();
    }

    private static async Task PauseAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }
}
