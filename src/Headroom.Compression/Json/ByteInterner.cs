using System.Buffers.Binary;
using Headroom.Compression.Pooling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json;

/// <summary>Gives equal byte strings of the same kind the same small number, so that values are compared as integers.</summary>
internal sealed class ByteInterner : IDisposable
{
    private const int FirstBuckets = 256;

    // Seeded per process, as all hashes of the platform are: no input can aim at one bucket.
    private static readonly ulong Seed = ((ulong)(uint)HashCode.Combine(1) << 32) | (uint)HashCode.Combine(2);
    private static readonly ulong Multiplier = ((ulong)(uint)HashCode.Combine(3) << 32) | (uint)HashCode.Combine(4) | 1;

    private readonly byte[] _text;
    private readonly Utf8Text _side = new(256);
    private readonly PooledList<Slot> _slots = new(FirstBuckets);
    private PooledList<int> _buckets = PooledList<int>.OfDefaults(FirstBuckets);

    /// <param name="text">The text of which most values are slices.</param>
    public ByteInterner(byte[] text) => _text = text;

    /// <value>How many distinct values there are; identifiers run from 0 to one less.</value>
    public int Count => _slots.Count;

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

    /// <inheritdoc/>
    public void Dispose()
    {
        _side.Dispose();
        _slots.Dispose();
        _buckets.Dispose();
    }

    private static int HashOf(JsonKind kind, ReadOnlySpan<byte> bytes)
    {
        ulong hash = Fold(Seed, ((ulong)bytes.Length << 8) | (ulong)kind);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Fold(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        ulong last = 0;
        foreach (byte value in bytes)
        {
            last = (last << 8) | value;
        }

        hash = Fold(hash, last);
        return (int)(hash ^ (hash >> 32));
    }

    private static ulong Fold(ulong hash, ulong value)
    {
        ulong high = Math.BigMul(hash ^ value, Multiplier, out ulong low);
        return high ^ low;
    }

    private int Find(JsonKind kind, ReadOnlySpan<byte> bytes, int hash)
    {
        ReadOnlySpan<Slot> slots = _slots.AsSpan();
        int id = Bucket(hash) - 1;
        while (id >= 0 && !(slots[id].Hash == hash && slots[id].Kind == kind && this[id].SequenceEqual(bytes)))
        {
            id = slots[id].Next;
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
            start = ~_side.Length;
            _side.Append(bytes);
        }

        if (Count == _buckets.Count)
        {
            Grow();
        }

        ref int bucket = ref Bucket(hash);
        _slots.Add(new Slot { Hash = hash, Kind = kind, Start = start, Length = bytes.Length, Next = bucket - 1 });
        bucket = Count;
        return Count - 1;
    }

    private ref int Bucket(int hash) => ref _buckets[hash & (_buckets.Count - 1)];

    private void Grow()
    {
        int count = _buckets.Count * 4;
        _buckets.Dispose();
        _buckets = PooledList<int>.OfDefaults(count);
        Span<Slot> slots = _slots.AsSpan();
        for (int id = 0; id < slots.Length; id++)
        {
            ref int bucket = ref Bucket(slots[id].Hash);
            slots[id].Next = bucket - 1;
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
