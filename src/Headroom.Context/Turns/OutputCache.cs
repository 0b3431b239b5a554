using Headroom.Context.Keys;

namespace Headroom.Context.Turns;

/// <summary>Compressed outputs in memory, up to a number of bytes; the least recently used leave first. Thread-safe.</summary>
internal sealed class OutputCache(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ChunkKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    public bool TryGet(ChunkKey key, out ReadOnlyMemory<byte> output)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                output = default;
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            output = node.Value.Bytes;
            return true;
        }
    }

    public void Add(ChunkKey key, ReadOnlyMemory<byte> output)
    {
        lock (_lock)
        {
            if (output.Length > maxBytes || _entries.ContainsKey(key))
            {
                return;
            }

            _entries[key] = _byUse.AddFirst(new Entry(key, output));
            _bytes += output.Length;
            while (_bytes > maxBytes)
            {
                LinkedListNode<Entry> last = _byUse.Last!;
                _byUse.RemoveLast();
                _entries.Remove(last.Value.Key);
                _bytes -= last.Value.Bytes.Length;
            }
        }
    }

    private sealed record Entry(ChunkKey Key, ReadOnlyMemory<byte> Bytes);
}
