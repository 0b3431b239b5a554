using System.Buffers.Binary;
using Headroom.Compression.Pooling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json;

/// <summary>Gives equal byte strings of the same kind the same small number, so that values are compared as integers.</summary>
internal sealed class ByteInterner : IDisposable
{
    // Seeded per process, as all hashes of the platform are: no input can aim at one bucket.
    private static readonly ulong Seed = ((ulong)(uint)HashCode.Combine(1) << 32) | (uint)HashCode.Combine(2);
    private static readonly ulong Multiplier = ((ulong)(uint)HashCode.Combine(3) << 32) | (uint)HashCode.Combine(4) | 1;

    private readonly byte[] _text;
    private readonly Utf8Text _side = new(256);
    private readonly HashChains _byHash = new();
    private readonly PooledList<Slot> _slots = new(256);

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
        _byHash.Dispose();
        _slots.Dispose();
    }

    private static ulong HashOf(JsonKind kind, ReadOnlySpan<byte> bytes)
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

        return Fold(hash, last);
    }

    private static ulong Fold(ulong hash, ulong value)
    {
        ulong high = Math.BigMul(hash ^ value, Multiplier, out ulong low);
        return high ^ low;
    }

    private int Find(JsonKind kind, ReadOnlySpan<byte> bytes, ulong hash)
    {
        int id = _byHash.First(hash);
        while (id >= 0 && !(_slots[id].Kind == kind && this[id].SequenceEqual(bytes)))
        {
            id = _byHash.Next(id);
        }

        return id;
    }

    private int Add(JsonKind kind, ReadOnlySpan<byte> bytes, int start)
    {
        ulong hash = HashOf(kind, bytes);
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

        _byHash.Add(hash);
        _slots.Add(new Slot { Start = start, Length = bytes.Length, Kind = kind });
        return Count - 1;
    }

    private struct Slot
    {
        public int Start;
        public int Length;
        public JsonKind Kind;
    }
}
