using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Headroom.Protocols.Bodies;

/// <summary>
/// Takes the escapes out of a JSON string (RFC 8259, section 7), 16 bytes at a time between them. Tool results are JSON in JSON or
/// lines of text: an escape every few words, and one pass over them instead of three.
/// </summary>
internal static class StringUnescape
{
    /// <summary>Unescapes the inside of a string token.</summary>
    /// <param name="escaped">What stands between the quotes.</param>
    /// <param name="text">As many bytes at least.</param>
    /// <param name="written">Bytes of the text; whether they are valid UTF-8 is open where <paramref name="escaped"/> is not.</param>
    /// <returns><c>false</c> for an escape that there is not, or that stands for half a surrogate pair.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> escaped, Span<byte> text, out int written)
    {
        text = text[..escaped.Length];
        ref byte from = ref MemoryMarshal.GetReference(escaped);
        ref byte to = ref MemoryMarshal.GetReference(text);
        int read = 0;
        written = 0;
        while (read < escaped.Length)
        {
            if (read + Vector128<byte>.Count <= escaped.Length)
            {
                // What is read is never behind what is written, so that there is room for all 16.
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, (nuint)read);
                bytes.StoreUnsafe(ref to, (nuint)written);
                uint backslashes = Vector128.Equals(bytes, Vector128.Create((byte)'\\')).ExtractMostSignificantBits();
                int plain = backslashes == 0 ? Vector128<byte>.Count : BitOperations.TrailingZeroCount(backslashes);
                read += plain;
                written += plain;
                if (backslashes == 0)
                {
                    continue;
                }
            }
            else if (escaped[read] != '\\')
            {
                text[written++] = escaped[read++];
                continue;
            }

            int length = Escape(escaped[read..], text[written..], out int bytesOfText);
            if (length == 0)
            {
                return false;
            }

            read += length;
            written += bytesOfText;
        }

        return true;
    }

    /// <returns>The length of the escape that <paramref name="escaped"/> begins with; 0 where it is none.</returns>
    private static int Escape(ReadOnlySpan<byte> escaped, Span<byte> text, out int written)
    {
        written = 1;
        byte kind = escaped.Length < 2 ? (byte)0 : escaped[1];
        byte plain = kind switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'"' or (byte)'\\' or (byte)'/' => kind,
            (byte)'t' => (byte)'\t',
            (byte)'r' => (byte)'\r',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => 0,
        };
        if (plain != 0)
        {
            text[0] = plain;
            return 2;
        }

        return kind == 'u' ? CodePoint(escaped, text, out written) : 0;
    }

    /// <summary>A code unit, or two that make a surrogate pair.</summary>
    private static int CodePoint(ReadOnlySpan<byte> escaped, Span<byte> text, out int written)
    {
        written = 0;
        if (!TryReadUnit(escaped, out char first))
        {
            return 0;
        }

        if (Rune.TryCreate(first, out Rune rune))
        {
            written = rune.EncodeToUtf8(text);
            return 6;
        }

        if (TryReadUnit(escaped[6..], out char second) && Rune.TryCreate(first, second, out rune))
        {
            written = rune.EncodeToUtf8(text);
            return 12;
        }

        return 0;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escaped, out char unit)
    {
        unit = default;
        if (escaped.Length < 6 || escaped[0] != '\\' || escaped[1] != 'u' || !ushort.TryParse(escaped[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
