namespace CachingGateway.Fetching;

/// <summary>
/// The body of a fill: written once, as the origin sends it, and read by any number of clients, each at its own pace.
/// </summary>
/// <remarks>
/// While it is <em>kept</em>, all that was written stays, since it is going to be stored, and the writer never waits. Once it is
/// not kept, what every reader has read is let go, and the writer waits while the slowest is more than
/// <see cref="WindowBytes"/> behind: memory stays bounded however long the body is. When the last reader of such a body leaves,
/// nobody wants the rest, and <paramref name="onAbandoned"/> is called.
/// </remarks>
internal sealed class FillBody(Action onAbandoned)
{
    /// <summary>How far the origin may run ahead of the slowest reader of a body that is not kept: 256 KB.</summary>
    public const int WindowBytes = 256 * 1024;

    private const int SmallestSegmentBytes = 4 * 1024;
    private const int LargestSegmentBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly List<Segment> _segments = [];
    private readonly List<FillReader> _readers = [];
    private TaskCompletionSource? _progress;
    private TaskCompletionSource? _room;
    private long _length;
    private long _readable;
    private bool _kept = true;

    // Of a body that is not kept: how far the slowest reader is, and how many are there. Looking through all the readers only when
    // the last of these moves on keeps a herd from doing so once for each of its members.
    private long _slowest;
    private int _slowestReaders;
    private FillEnd _end;

    /// <summary>How many bytes were written so far.</summary>
    public long Length
    {
        get
        {
            lock (_gate)
                return _length;
        }
    }

    /// <summary>Begins to read from the first byte; <see langword="null"/> once the body is not kept, for that byte may be gone.</summary>
    public FillReader? OpenReader()
    {
        lock (_gate)
        {
            if (!_kept)
                return null;
            var reader = new FillReader(this);
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Stops keeping what all have read. There is no way back.</summary>
    public void StopKeeping()
    {
        bool abandoned;
        lock (_gate)
        {
            _kept = false;
            FindSlowest();
            LetGo();
            abandoned = _readers.Count == 0;
        }

        if (abandoned)
            onAbandoned();
    }

    /// <summary>Appends; waits for readers only where the body is not kept.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long? expectedLength, CancellationToken cancellation)
    {
        TaskCompletionSource? progress;
        lock (_gate)
        {
            Append(bytes.Span, expectedLength);
            // A client that has counted its last byte may ask again at once, and should find it stored: the last bytes of a kept
            // body wait for its end.
            if (_kept && _length == expectedLength)
                return;
            _readable = _length;
            progress = Interlocked.Exchange(ref _progress, null);
        }

        progress?.TrySetResult();
        while (MustWait(out var room))
            await room.WaitAsync(cancellation);
    }

    /// <summary>Nothing more will be written.</summary>
    public void End(FillEnd end)
    {
        TaskCompletionSource? progress;
        lock (_gate)
        {
            _end = end;
            _readable = _length;
            progress = Interlocked.Exchange(ref _progress, null);
        }

        progress?.TrySetResult();
    }

    /// <summary>The whole body as one array, of a kept body that ended well.</summary>
    public byte[] ToArray()
    {
        lock (_gate)
        {
            if (_segments.Count == 1 && _segments[0].Buffer.Length == _length)
                return _segments[0].Buffer;
            var whole = new byte[_length];
            foreach (var segment in _segments)
                segment.Buffer.AsSpan(0, segment.Used).CopyTo(whole.AsSpan((int)segment.Start));
            return whole;
        }
    }

    /// <summary>What lies at a reader's position, or a task that ends when something new does.</summary>
    internal FillPiece Take(FillReader reader, out Task? wait)
    {
        wait = null;
        FillPiece piece;
        lock (_gate)
        {
            if (reader.Position < _readable)
            {
                var segment = SegmentAt(reader.Position);
                var from = (int)(reader.Position - segment.Start);
                var count = (int)Math.Min(segment.Used - from, _readable - reader.Position);
                piece = new FillPiece(segment.Buffer.AsMemory(from, count), FillEnd.None);
            }
            else
            {
                piece = new FillPiece(default, _end);
                if (_end == FillEnd.None)
                    wait = (_progress ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }

        return piece;
    }

    internal void Advance(FillReader reader, int bytes) => Move(reader, bytes, leave: false);

    internal void Leave(FillReader reader) => Move(reader, 0, leave: true);

    private void Move(FillReader reader, int bytes, bool leave)
    {
        TaskCompletionSource? room;
        bool abandoned;
        lock (_gate)
        {
            var isSlowest = reader.Position == _slowest;
            reader.Position += bytes;
            if (leave ? !_readers.Remove(reader) : bytes == 0)
                return;
            if (_kept || !isSlowest || --_slowestReaders > 0)
                return;
            FindSlowest();
            LetGo();
            room = Interlocked.Exchange(ref _room, null);
            abandoned = _readers.Count == 0 && _end == FillEnd.None;
        }

        room?.TrySetResult();
        if (abandoned)
            onAbandoned();
    }

    private void Append(ReadOnlySpan<byte> bytes, long? expectedLength)
    {
        while (bytes.Length > 0)
        {
            if (_segments is not [.., var last] || last.Used == last.Buffer.Length)
            {
                last = new Segment(new byte[NextSegmentBytes(expectedLength, bytes.Length)], _length);
                _segments.Add(last);
            }

            var count = Math.Min(bytes.Length, last.Buffer.Length - last.Used);
            bytes[..count].CopyTo(last.Buffer.AsSpan(last.Used));
            last.Used += count;
            _length += count;
            bytes = bytes[count..];
        }
    }

    // A body whose length is known gets segments that end exactly with it, so that a small one is stored without a copy.
    private int NextSegmentBytes(long? expectedLength, int pending)
    {
        var wanted = expectedLength is { } expected && expected > _length ? expected - _length : Math.Max(_length, pending);
        return (int)Math.Clamp(wanted, expectedLength is null ? SmallestSegmentBytes : 1, LargestSegmentBytes);
    }

    private bool MustWait(out Task room)
    {
        lock (_gate)
        {
            room = Task.CompletedTask;
            if (_kept || _readers.Count == 0 || _length - _slowest <= WindowBytes)
                return false;
            room = (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return true;
        }
    }

    private void FindSlowest()
    {
        (_slowest, _slowestReaders) = (long.MaxValue, 0);
        foreach (var reader in _readers)
        {
            if (reader.Position < _slowest)
                (_slowest, _slowestReaders) = (reader.Position, 0);
            if (reader.Position == _slowest)
                _slowestReaders++;
        }
    }

    private void LetGo() =>
        _segments.RemoveAll(segment => segment.Start + segment.Used <= _slowest && segment.Used == segment.Buffer.Length);

    private Segment SegmentAt(long position)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_segments[middle].Start <= position)
                low = middle;
            else
                high = middle - 1;
        }

        return _segments[low];
    }

    private sealed class Segment(byte[] buffer, long start)
    {
        public byte[] Buffer { get; } = buffer;

        public long Start { get; } = start;

        public int Used { get; set; }
    }
}

/// <summary>How a body ended.</summary>
internal enum FillEnd
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>Whole, as the origin meant it.</summary>
    Complete,

    /// <summary>Cut short: whoever got a part must not take it for the whole.</summary>
    Broken,
}

/// <summary>Some bytes, or the end.</summary>
internal readonly record struct FillPiece(ReadOnlyMemory<byte> Bytes, FillEnd End);

/// <summary>One client's place in a fill's body.</summary>
internal sealed class FillReader(FillBody body) : IDisposable
{
    internal long Position { get; set; }

    /// <summary>The next bytes, at once if there are any. They count as read when <see cref="Advance"/> says so.</summary>
    public async ValueTask<FillPiece> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var piece = body.Take(this, out var wait);
            if (wait is null)
                return piece;
            await wait.WaitAsync(cancellation);
        }
    }

    public void Advance(int bytes) => body.Advance(this, bytes);

    public void Dispose() => body.Leave(this);
}
