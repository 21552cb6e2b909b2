using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace CachingGateway.Pipeline.Wire;

/// <summary>What the server reads of a connection: all that was not answered before it.</summary>
internal sealed class WireReader(WireConnection connection, PipeReader inner) : PipeReader
{
    private ReadOnlySequence<byte> _passed;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        connection.Forget();
        return connection.IsAtRequest ? ReadRequestsAsync(cancellationToken) : inner.ReadAsync(cancellationToken);
    }

    public override bool TryRead(out ReadResult result)
    {
        connection.Forget();
        if (!inner.TryRead(out result))
            return false;
        connection.Pass();
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_passed.IsEmpty)
        {
            connection.NoteRead(_passed.Slice(0, consumed).Length);
            _passed = default;
        }

        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    // One state machine for all the hits between two requests that the server sees.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadRequestsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await inner.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (read.IsCanceled || !connection.TryAnswer(buffer, out var length, out var flush))
            {
                connection.Pass();
                _passed = buffer;
                return read;
            }

            inner.AdvanceTo(buffer.GetPosition(length));
            if (!flush.IsCompletedSuccessfully)
                await connection.DrainedAsync(flush);
        }
    }
}
