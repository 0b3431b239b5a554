using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Headroom.Gateway.Hosting;

/// <summary>
/// Memory for connections in blocks of 32 KB. Requests of agents are tens and hundreds of kilobytes; the server's own blocks of
/// 4 KB make each of them dozens of system calls and wake-ups. A block is held only while there are bytes in it.
/// </summary>
internal sealed class WideBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int BlockSize = 32 << 10;

    /// <inheritdoc/>
    public override int MaxBufferSize => Shared.MaxBufferSize;

    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, BlockSize));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
