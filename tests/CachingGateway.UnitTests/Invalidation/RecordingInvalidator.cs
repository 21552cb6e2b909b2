using System.Threading.Channels;
using CachingGateway.Entries;
using CachingGateway.Invalidation;

namespace CachingGateway.UnitTests.Invalidation;

/// <summary>Takes every invalidation, or none, and hands on what it was asked.</summary>
internal sealed class RecordingInvalidator : IInvalidator
{
    private readonly Channel<InvalidationRequest> _requests = Channel.CreateUnbounded<InvalidationRequest>();
    private long _sequence;

    /// <summary>Whether the store takes it.</summary>
    public bool IsAvailable { get; set; } = true;

    public Task<Acknowledgement?> InvalidateAsync(InvalidationRequest request, CancellationToken cancellation)
    {
        _requests.Writer.TryWrite(request);
        return Task.FromResult(
            IsAvailable ? new Acknowledgement(new Fence(7, Interlocked.Increment(ref _sequence)), 1, 1, TimeSpan.Zero) : null);
    }

    /// <summary>The next one, which may be yet to come.</summary>
    public Task<InvalidationRequest> NextAsync() => _requests.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public bool TryNext(out InvalidationRequest? request) => _requests.Reader.TryRead(out request);
}
