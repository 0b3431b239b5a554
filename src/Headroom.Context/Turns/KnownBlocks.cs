using System.Collections.Concurrent;
using Headroom.Context.Keys;

namespace Headroom.Context.Turns;

/// <summary>
/// The hashes of blocks in messages that this process has seen: an agent sends its whole history with every turn, and what of it
/// was unescaped and hashed once need not be again. Bounded; it starts anew when it is full.
/// </summary>
internal sealed class KnownBlocks
{
    private const int MaxBlocks = 131_072;

    private readonly ConcurrentDictionary<(ContentHash Message, int Block), KnownBlock> _blocks = new();

    /// <summary>What is known of a block.</summary>
    /// <param name="message">The hash of its message.</param>
    /// <param name="block">Which of the message's blocks it is.</param>
    public KnownBlock? Find(ContentHash message, int block) => _blocks.TryGetValue((message, block), out KnownBlock known) ? known : null;

    /// <summary>Remembers a block.</summary>
    public void Add(ContentHash message, int block, KnownBlock known)
    {
        if (_blocks.Count >= MaxBlocks)
        {
            _blocks.Clear();
        }

        _blocks[(message, block)] = known;
    }
}

/// <summary>What is known of a block.</summary>
/// <param name="Hash">The hash of its content.</param>
/// <param name="Length">The content's length in bytes; -1 where it is no valid Unicode.</param>
internal readonly record struct KnownBlock(ContentHash Hash, int Length);
