using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Headroom.Protocols.Bodies;

/// <summary>
/// Finds where a JSON string ends, 64 bytes at a time, whatever stands in it: escaped bytes are told by the arithmetic of Langdale
/// and Lemire, "Parsing Gigabytes of JSON per Second", VLDB Journal 28(6), 2019, section 3.1.1.
/// </summary>
internal static class StringScan
{
    private const int BlockSize = 64;
    private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

    /// <summary>Finds the closing quote of a string.</summary>
    /// <param name="json">What follows the opening quote.</param>
    /// <param name="length">Bytes before the closing quote.</param>
    /// <returns><c>false</c> where there is none, or where an escape or a control character makes it no string (RFC 8259, section 7).</returns>
    public static bool TryFindEnd(ReadOnlySpan<byte> json, out int length)
    {
        ulong isFirstEscaped = 0;
        for (int at = 0; at < json.Length; at += BlockSize)
        {
            Vector512<byte> bytes = Load(json[at..]);
            ulong escaped = Escaped(Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits(), ref isFirstEscaped);
            ulong quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits() & ~escaped;
            ulong inside = quotes == 0 ? ulong.MaxValue : (quotes & (0 - quotes)) - 1;
            ulong controls = Vector512.LessThan(bytes, Vector512.Create((byte)' ')).ExtractMostSignificantBits();
            if ((controls & inside) != 0 || ((escaped & inside) != 0 && !AreEscapes(bytes, escaped & inside, json, at)))
            {
                break;
            }

            if (quotes != 0)
            {
                length = at + BitOperations.TrailingZeroCount(quotes);
                return length <= json.Length;
            }
        }

        length = 0;
        return false;
    }

    private static Vector512<byte> Load(ReadOnlySpan<byte> json)
    {
        if (json.Length >= BlockSize)
        {
            return Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(json));
        }

        Span<byte> padded = stackalloc byte[BlockSize];
        padded.Fill((byte)' ');
        json.CopyTo(padded);
        return Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(padded));
    }

    /// <summary>The bytes that a backslash stands before which is no escaped one itself.</summary>
    private static ulong Escaped(ulong backslashes, ref ulong isFirstEscaped)
    {
        if (backslashes == 0)
        {
            (ulong first, isFirstEscaped) = (isFirstEscaped, 0);
            return first;
        }

        ulong starts = backslashes & ~isFirstEscaped;
        ulong ends = (((starts << 1) | OddBits) - starts) ^ OddBits;
        ulong escaped = ends ^ (backslashes | isFirstEscaped);
        isFirstEscaped = (ends & backslashes) >> (BlockSize - 1);
        return escaped;
    }

    private static bool AreEscapes(Vector512<byte> bytes, ulong escaped, ReadOnlySpan<byte> json, int at)
    {
        Vector512<byte> simple = Is(bytes, '"') | Is(bytes, '\\') | Is(bytes, 'n') | Is(bytes, '/') | Is(bytes, 't') | Is(bytes, 'r') | Is(bytes, 'b') | Is(bytes, 'f');
        ulong others = escaped & ~simple.ExtractMostSignificantBits();
        for (; others != 0; others &= others - 1)
        {
            int escape = at + BitOperations.TrailingZeroCount(others);
            if (escape + 4 >= json.Length || json[escape] != 'u' || !AreHex(json.Slice(escape + 1, 4)))
            {
                return false;
            }
        }

        return true;
    }

    private static Vector512<byte> Is(Vector512<byte> bytes, char value) => Vector512.Equals(bytes, Vector512.Create((byte)value));

    private static bool AreHex(ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }

        return true;
    }
}
