using System.Buffers;

namespace Headroom.Compression.Json;

/// <summary>Gives equal byte strings of the same kind the same small number, so that values are compared as integers.</summary>
internal sealed class ByteInterner
{
    private readonly byte[] _text;
    private readonly ArrayBufferWriter<byte> _side = new();
    private int[] _buckets = new int[256];
    private Slot[] _slots = new Slot[128];

    /// <param name="text">The text of which most values are slices.</param>
    public ByteInterner(byte[] text) => _text = text;

    /// <value>How many distinct values there are; identifiers run from 0 to one less.</value>
    public int Count { get; private set; }

    /// <summary>The bytes behind an identifier.</summary>
    public ReadOnlySpan<byte> this[int id]
    {
        get
        {
            ref readonly Slot slot = ref _slots[id];
            return slot.Start >= 0 ? _text.AsSpan(slot.Start, slot.Length) : _side.WrittenSpan.Slice(~slot.Start, slot.Length);
        }
    }

    /// <summary>The kind under which an identifier was given out.</summary>
    public JsonKind KindOf(int id) => _slots[id].Kind;

    /// <summary>Interns a slice of the text.</summary>
    public int Add(JsonKind kind, int start, int length) => Add(kind, _text.AsSpan(start, length), start);

    /// <summary>Interns bytes that are not in the text; they are copied if they are new.</summary>
    public int AddCopy(JsonKind kind, ReadOnlySpan<byte> bytes) => Add(kind, bytes, -1);

    /// <summary>The identifier of bytes; -1 where they were not interned.</summary>
    public int Find(JsonKind kind, ReadOnlySpan<byte> bytes) => Find(kind, bytes, HashOf(kind, bytes));

    private static int HashOf(JsonKind kind, ReadOnlySpan<byte> bytes)
    {
        // HashCode is seeded per process: no input can aim at one bucket.
        HashCode hasher = default;
        hasher.Add((int)kind);
        hasher.AddBytes(bytes);
        return hasher.ToHashCode();
    }

    private int Find(JsonKind kind, ReadOnlySpan<byte> bytes, int hash)
    {
        int id = _buckets[hash & (_buckets.Length - 1)] - 1;
        while (id >= 0 && !(_slots[id].Hash == hash && _slots[id].Kind == kind && this[id].SequenceEqual(bytes)))
        {
            id = _slots[id].Next;
        }

        return id;
    }

    private int Add(JsonKind kind, ReadOnlySpan<byte> bytes, int start)
    {
        int hash = HashOf(kind, bytes);
        int known = Find(kind, bytes, hash);
        if (known >= 0)
        {
            return known;
        }

        if (start < 0)
        {
            start = ~_side.WrittenCount;
            _side.Write(bytes);
        }

        if (Count == _slots.Length)
        {
            Grow();
        }

        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _slots[Count] = new Slot { Hash = hash, Kind = kind, Start = start, Length = bytes.Length, Next = bucket - 1 };
        bucket = ++Count;
        return Count - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _slots, _slots.Length * 2);
        _buckets = new int[_slots.Length * 2];
        for (int id = 0; id < Count; id++)
        {
            ref int bucket = ref _buckets[_slots[id].Hash & (_buckets.Length - 1)];
            _slots[id].Next = bucket - 1;
            bucket = id + 1;
        }
    }

    private struct Slot
    {
        public int Hash;
        public int Start;
        public int Length;
        public int Next;
        public JsonKind Kind;
    }
}
