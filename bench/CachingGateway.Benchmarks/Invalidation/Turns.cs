using System.Diagnostics;

namespace CachingGateway.Benchmarks.Invalidation;

/// <summary>Times several things in turn, round after round, beginning with another one each round.</summary>
internal sealed class Turns<T>
{
    private const int WarmUps = 20;
    private readonly List<(T Subject, int Operations, Action<T> Operate, Action<T>? Prepare)> _timed = [];

    /// <param name="subject">What is timed.</param>
    /// <param name="operations">How many times it does what is timed.</param>
    /// <param name="operate">Does it.</param>
    /// <param name="prepare">Done before and not timed.</param>
    public void Add(T subject, int operations, Action<T> operate, Action<T>? prepare = null) =>
        _timed.Add((subject, operations, operate, prepare));

    /// <summary>The medians over the rounds, in nanoseconds for each operation.</summary>
    public double[] Run(int rounds)
    {
        var times = _timed.Select(_ => new List<double>()).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < _timed.Count; i++)
            {
                var at = (i + round + WarmUps) % _timed.Count;
                var (subject, operations, operate, prepare) = _timed[at];
                prepare?.Invoke(subject);
                var began = Stopwatch.GetTimestamp();
                operate(subject);
                if (round >= 0)
                    times[at].Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds / operations);
            }
        }

        return [.. times.Select(each => each.Order().ElementAt(each.Count / 2))];
    }
}
