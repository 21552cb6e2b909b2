using Polly;
using Polly.CircuitBreaker;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// Where calls for entries pass: nobody waits for a Redis that does not answer. It shuts in two ways: at once, when an answer is overdue
/// and nothing else has come either, until a ping is answered as quickly as a call must be; and by the share of calls that failed lately, for a while.
/// </summary>
internal sealed class RedisDoor
{
    private readonly CircuitBreakerManualControl _control = new();
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<RedisFault> _breaker;
    private long _holds;
    private long _released;

    public RedisDoor(TimeProvider time)
    {
        var options = new CircuitBreakerStrategyOptions<RedisFault>
        {
            // Half of at least ten calls within two seconds; then nothing for one, and one call to try.
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(2),
            BreakDuration = TimeSpan.FromSeconds(1),
            ShouldHandle = arguments => ValueTask.FromResult(CostsTime(arguments.Outcome.Result)),
            ManualControl = _control,
            StateProvider = _state,
        };
        _breaker = new ResiliencePipelineBuilder<RedisFault> { TimeProvider = time }.AddCircuitBreaker(options).Build();
    }

    /// <summary>Whether calls are turned away now.</summary>
    public bool IsShut => IsHeld || _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>How often it was held; to be read before Redis is asked whether it answers.</summary>
    public long Holds => Volatile.Read(ref _holds);

    private bool IsHeld => Volatile.Read(ref _released) != Holds;

    /// <summary>Shuts it until <see cref="Release"/>.</summary>
    public void Hold() => Interlocked.Increment(ref _holds);

    /// <summary>Redis has answered quickly what it was asked after that many holds.</summary>
    public void Release(long holds) => Volatile.Write(ref _released, holds);

    /// <summary>These are other connections: what was counted against those before is forgotten.</summary>
    public Task ResetAsync(long holds)
    {
        Release(holds);
        return _control.CloseAsync();
    }

    /// <summary>Lets a call through, or says that it is shut.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<RedisOutcome<T>> PassAsync<TState, T>(
        TState state, Func<TState, CancellationToken, Task<RedisOutcome<T>>> call, CancellationToken cancellation = default)
    {
        if (IsHeld) return RedisFault.BreakerOpen;
        var passage = new Passage<TState, T>(state, call);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellation);
        try
        {
            var passed = await _breaker.ExecuteOutcomeAsync(Passage<TState, T>.GoAsync, context, passage);
            if (passed.Exception is BrokenCircuitException) return RedisFault.BreakerOpen;
            passed.ThrowIfException();
            return passage.Outcome;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // What fails at once need not be kept from failing.
    private static bool CostsTime(RedisFault fault) => fault is RedisFault.Timeout or RedisFault.ConnectionLost or RedisFault.Loading;

    private sealed class Passage<TState, T>(TState state, Func<TState, CancellationToken, Task<RedisOutcome<T>>> call)
    {
        public RedisOutcome<T> Outcome { get; private set; }

        public static async ValueTask<Outcome<RedisFault>> GoAsync(ResilienceContext context, Passage<TState, T> passage)
        {
            try
            {
                passage.Outcome = await passage.SendAsync(context.CancellationToken);
                return Polly.Outcome.FromResult(passage.Outcome.Fault);
            }
            catch (OperationCanceledException e)
            {
                return Polly.Outcome.FromException<RedisFault>(e);
            }
        }

        private Task<RedisOutcome<T>> SendAsync(CancellationToken cancellation) => call(state, cancellation);
    }
}
