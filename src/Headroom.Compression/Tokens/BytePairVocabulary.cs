using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Headroom.Compression.Tokens;

/// <summary>
/// A byte-level vocabulary: the rank of every token, found by its bytes in one open-addressed table. Immutable.
/// </summary>
internal sealed class BytePairVocabulary
{
    /// <summary>What <see cref="Rank"/> gives for bytes that are no token: behind every rank.</summary>
    public const int NoRank = int.MaxValue;

    private const int ExactKeyBytes = 8;

    private readonly byte[] _tokens;
    private readonly int[] _starts;
    private readonly Slot[] _slots;
    private readonly int[] _pairs;
    private readonly int _shift;
    private readonly int _longest;

    private BytePairVocabulary(byte[] unpacked)
    {
        _tokens = unpacked;
        int count = 0;
        for (int at = 0; at < unpacked.Length; at += unpacked[at] + 1)
        {
            count++;
        }

        _starts = new int[count];
        _pairs = new int[1 << 16];
        _pairs.AsSpan().Fill(NoRank);
        int bits = BitOperations.Log2((uint)count) + 2;
        _slots = new Slot[1 << bits];
        _shift = 64 - bits;
        Fill();
        _longest = _slots.Max(slot => (int)slot.Length);
    }

    /// <value>The number of tokens.</value>
    public int Count => _starts.Length;

    /// <summary>Unpacks an embedded vocabulary, in the format of <c>Vocabularies/README.md</c>.</summary>
    public static BytePairVocabulary Load(string resource)
    {
        using Stream packed = typeof(BytePairVocabulary).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The vocabulary {resource} is not embedded in this assembly.");
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream(2_000_000);
        brotli.CopyTo(unpacked, 1 << 16);
        return new BytePairVocabulary(unpacked.ToArray());
    }

    /// <summary>The rank of a token, or <see cref="NoRank"/>.</summary>
    public int Rank(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 2)
        {
            return _pairs[(bytes[0] << 8) | bytes[1]];
        }

        if (bytes.IsEmpty || bytes.Length > _longest)
        {
            return NoRank;
        }

        ulong key = Key(bytes);
        Slot[] slots = _slots;
        for (int at = Home(key, bytes.Length); ; at++)
        {
            ref readonly Slot slot = ref slots[at & (slots.Length - 1)];
            if (slot.Length == 0)
            {
                return NoRank;
            }

            if (slot.Key == key && slot.Length == bytes.Length
                && (bytes.Length <= ExactKeyBytes || bytes.SequenceEqual(_tokens.AsSpan(_starts[slot.Rank], bytes.Length))))
            {
                return slot.Rank;
            }
        }
    }

    /// <summary>The rank of a token of two bytes, or <see cref="NoRank"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PairRank(byte first, byte second) => _pairs[(first << 8) | second];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill()
    {
        int rank = 0;
        for (int at = 0; at < _tokens.Length; at += _tokens[at] + 1, rank++)
        {
            _starts[rank] = at + 1;
            ReadOnlySpan<byte> token = _tokens.AsSpan(at + 1, _tokens[at]);
            if (token.Length == 2)
            {
                _pairs[(token[0] << 8) | token[1]] = rank;
            }

            ulong key = Key(token);
            int home = Home(key, token.Length);
            while (_slots[home & (_slots.Length - 1)].Length != 0)
            {
                home++;
            }

            _slots[home & (_slots.Length - 1)] = new Slot(key, rank, (byte)token.Length);
        }
    }

    /// <summary>Up to eight bytes: the bytes themselves, so that key and length decide. More: a hash of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length;
        if (length > ExactKeyBytes)
        {
            return LongKey(bytes);
        }

        if (length == ExactKeyBytes)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }

        if (length >= 4)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - 4)..]) << 32);
        }

        return length == 0 ? 0 : bytes[0] | ((ulong)bytes[length >> 1] << 8) | ((ulong)bytes[length - 1] << 16);
    }

    private static ulong LongKey(ReadOnlySpan<byte> bytes)
    {
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ExactKeyBytes..]);
        ulong hash = BitOperations.RotateLeft(last * 0x9E3779B97F4A7C15, 29);
        for (; bytes.Length > ExactKeyBytes; bytes = bytes[ExactKeyBytes..])
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * 0xD6E8FEB86659FD93, 31);
        }

        return hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(ulong key, int length)
    {
        ulong hash = (key ^ ((ulong)length * 0xA0761D6478BD642F)) * 0x9E3779B97F4A7C15;
        return (int)((hash ^ (hash << 32)) >> _shift);
    }

    private readonly record struct Slot(ulong Key, int Rank, byte Length);
}
