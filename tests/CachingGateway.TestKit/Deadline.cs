using System.Diagnostics;

namespace CachingGateway.TestKit;

/// <summary>Bounds on every wait of a test, so that a fault shows as a failure and not as a hang.</summary>
internal static class Deadline
{
    /// <summary>Far more than anything in these tests needs on a busy machine.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    public static Task<T> Within<T>(this Task<T> task, TimeSpan? limit = null) => task.WaitAsync(limit ?? Default);

    public static Task Within(this Task task, TimeSpan? limit = null) => task.WaitAsync(limit ?? Default);

    /// <summary>A token that is cancelled at the limit.</summary>
    public static CancellationToken Token(TimeSpan? limit = null) => new CancellationTokenSource(limit ?? Default).Token;

    /// <summary>Asks again until the answer satisfies; for effects that the contract gives some time, such as a reload.</summary>
    /// <exception cref="TimeoutException">It never did; the message shows the last answer.</exception>
    public static async Task<T> Eventually<T>(Func<Task<T>> ask, Func<T, bool> satisfies, TimeSpan? limit = null)
    {
        var start = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var answer = await ask();
            if (satisfies(answer))
                return answer;
            if (Stopwatch.GetElapsedTime(start) > (limit ?? Default))
                throw new TimeoutException($"Never satisfied; the last answer was: {answer}");
            await pause.WaitForNextTickAsync();
        }
    }
}
