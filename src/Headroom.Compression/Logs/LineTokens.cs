using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Headroom.Compression.Logs;

/// <summary>The tokens of one line: what lies between single spaces or tabs, empty ones included, so that nothing is lost.</summary>
internal sealed class LineTokens
{
    /// <summary>A line with more tokens is not folded.</summary>
    public const int MaxTokens = 192;

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create(" \t"u8);

    private readonly int[] _starts = new int[MaxTokens + 1];

    /// <value>The number of tokens.</value>
    public int Count { get; private set; }

    /// <summary>Splits the text between two positions; <c>false</c> where it has too many tokens.</summary>
    public bool Split(ReadOnlySpan<byte> content, int start, int end)
    {
        Count = 0;
        while (true)
        {
            if (Count == MaxTokens)
            {
                return false;
            }

            _starts[Count++] = start;
            int length = content[start..end].IndexOfAny(Delimiters);
            if (length < 0)
            {
                _starts[Count] = end + 1;
                return true;
            }

            start += length + 1;
        }
    }

    /// <summary>Where a token starts; the byte before it is its delimiter.</summary>
    public int Start(int token) => _starts[token];

    /// <summary>Where a token ends.</summary>
    public int End(int token) => _starts[token + 1] - 1;

    /// <summary>The bytes of a token.</summary>
    public ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> content, int token) => content[_starts[token]..End(token)];

    /// <summary>
    /// What a token is for grouping: a hash of its bytes; of a token with digits, which is taken for a parameter, only of
    /// what stands before the first digit, up to the last punctuation there (<c>id=</c> in <c>id=17</c>). Odd: a parameter.
    /// </summary>
    public static ulong Kind(ReadOnlySpan<byte> token)
    {
        int digit = token.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (digit < 0)
        {
            return Hash(token) & ~1UL;
        }

        int kept = digit;
        while (kept > 0 && char.IsAsciiLetterOrDigit((char)token[kept - 1]))
        {
            kept--;
        }

        return Hash(token[..kept]) | 1;
    }

    /// <summary>A deterministic 64-bit hash; whoever groups by it compares the bytes themselves before relying on it.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length * 0xA0761D6478BD642F;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        ulong last = 0;
        foreach (byte value in bytes)
        {
            last = (last << 8) | value;
        }

        return Mix(hash, last);
    }

    /// <summary>Folds one more value into a hash.</summary>
    public static ulong Mix(ulong hash, ulong value)
    {
        ulong mixed = (BitOperations.RotateLeft(hash, 23) ^ value) * 0x9E3779B97F4A7C15;
        return mixed ^ (mixed >> 32);
    }
}
