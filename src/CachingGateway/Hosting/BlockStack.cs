using System.Buffers;
using System.Runtime.InteropServices;

namespace CachingGateway.Hosting;

/// <summary>Pinned blocks of one size, the last to come back first to go out.</summary>
internal sealed class BlockStack(int blockBytes)
{
    private readonly Lock _gate = new();
    private Block[] _idle = new Block[64];
    private int _count;

    /// <summary>The fewest blocks that lay here since the last trimming: so many nobody has needed.</summary>
    private int _fewest;
    private bool _isClosed;

    public long IdleBytes
    {
        get
        {
            lock (_gate)
                return (long)_count * blockBytes;
        }
    }

    public IMemoryOwner<byte> Take()
    {
        Block? block = null;
        lock (_gate)
        {
            if (_count > 0)
            {
                block = _idle[--_count];
                _fewest = Math.Min(_fewest, _count);
            }
        }

        block ??= new Block(this, blockBytes);
        block.IsTaken = true;
        return block;
    }

    public void Trim()
    {
        lock (_gate)
        {
            var needless = (_fewest + 1) / 2;
            // The coldest lie at the bottom.
            _count -= needless;
            Array.Copy(_idle, needless, _idle, 0, _count);
            Array.Clear(_idle, _count, needless);
            _fewest = _count;
        }
    }

    /// <summary>Keeps nothing any more, of what is here and of what comes back.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            (_idle, _count, _fewest) = ([], 0, 0);
        }
    }

    private void GiveBack(Block block)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            if (_count == _idle.Length)
                Array.Resize(ref _idle, _count * 2);
            _idle[_count++] = block;
        }
    }

    private sealed class Block(BlockStack home, int bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(bytes, pinned: true), 0, bytes);

        /// <summary>Giving back twice would lend it to two at once.</summary>
        public bool IsTaken { get; set; }

        public void Dispose()
        {
            if (!IsTaken)
                return;
            IsTaken = false;
            home.GiveBack(this);
        }
    }
}
