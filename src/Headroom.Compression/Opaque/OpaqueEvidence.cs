using System.Buffers;
using System.Buffers.Text;

namespace Headroom.Compression.Opaque;

/// <summary>Tells text that tells a reader nothing by what all of it is made of.</summary>
internal static class OpaqueEvidence
{
    private const int MinBytes = 400;
    private const int MinLine = 60;
    private const int MinDistinct = 16;
    private const int MinMinified = 2048;
    private const int HexDigitsOfXxd = 60;
    private const int BytesPerSpace = 24;

    private static readonly SearchValues<byte> Base64Bytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n"u8);
    private static readonly SearchValues<byte> HexBytes = SearchValues.Create("0123456789abcdefABCDEF\r\n"u8);

    /// <summary>Text that was encoded; <see cref="OpaqueKind.None"/> where it was not.</summary>
    public static OpaqueKind KindOfEncoding(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> text = utf8.Trim(" \t\r\n"u8);
        return text.Length < MinBytes ? OpaqueKind.None
            : IsHex(text) ? OpaqueKind.Hex
            : IsBase64(text[PrefixOfDataUrl(text)..]) ? OpaqueKind.Base64
            : PemBlocks.Are(text) ? OpaqueKind.Pem
            : HexDump.Is(text) ? OpaqueKind.HexDump
            : OpaqueKind.None;
    }

    /// <summary>Whether nearly all of a text is one line with hardly a space. Weak evidence: to be asked last.</summary>
    public static bool IsMinified(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < MinMinified)
        {
            return false;
        }

        ReadOnlySpan<byte> middle = utf8[(utf8.Length / 2)..];
        int before = utf8[..(utf8.Length / 2)].LastIndexOf((byte)'\n') + 1;
        int behind = middle.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = utf8[before..(behind < 0 ? utf8.Length : (utf8.Length / 2) + behind)];
        return line.Length >= MinMinified && line.Length * 10L >= utf8.Length * 9L && line.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0
            && (long)line.Count((byte)' ') * BytesPerSpace < line.Length && !line.Contains((byte)'\t');
    }

    /// <summary>The length of <c>data:image/png;base64,</c> before base64; 0 where there is no such.</summary>
    public static int PrefixOfDataUrl(ReadOnlySpan<byte> text)
    {
        const int MaxPrefix = 128;
        ReadOnlySpan<byte> head = text[..Math.Min(text.Length, MaxPrefix)];
        int end = head.StartsWith("data:"u8) ? head.IndexOf(";base64,"u8) : -1;
        return end < 0 ? 0 : end + ";base64,"u8.Length;
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text.StartsWith("0x"u8) ? text[2..] : text;
        int line = digits.IndexOfAny((byte)'\r', (byte)'\n');

        // Digits in lines are a list of hashes, unless they are as long as xxd -p writes them.
        return !digits.ContainsAnyExcept(HexBytes) && (line < 0 || (line == HexDigitsOfXxd && HasLinesOf(digits, line))) && digits.IndexOfAnyInRange((byte)'A', (byte)'f') >= 0;
    }

    private static bool IsBase64(ReadOnlySpan<byte> text)
    {
        if (text.Length < MinBytes || text.ContainsAnyExcept(Base64Bytes))
        {
            return false;
        }

        int line = text.IndexOfAny((byte)'\r', (byte)'\n');
        return (line < 0 || (line >= MinLine && line % 4 == 0 && HasLinesOf(text, line))) && HasAllSorts(text) && (Base64.IsValid(text) || !text.Contains((byte)'='));
    }

    // Words and paths are made of the same characters; base64 has all sorts of them.
    private static bool HasAllSorts(ReadOnlySpan<byte> text)
    {
        UInt128 seen = 0;
        int digits = 0;
        ReadOnlySpan<byte> head = text[..Math.Min(text.Length, 4 * MinBytes)];
        foreach (byte value in head)
        {
            seen |= UInt128.One << (value & 0x7F);
            digits += char.IsAsciiDigit((char)value) ? 1 : 0;
        }

        bool hasUpper = (seen >> 'A' & ((1u << 26) - 1)) != 0;
        bool hasLower = (seen >> 'a' & ((1u << 26) - 1)) != 0;
        return hasUpper && hasLower && digits > 0 && UInt128.PopCount(seen) >= MinDistinct;
    }

    private static bool HasLinesOf(ReadOnlySpan<byte> text, int length)
    {
        while (text.Length > length)
        {
            int end = text.IndexOf((byte)'\n');
            if (end < 0 || text[..end].TrimEnd((byte)'\r').Length != length)
            {
                return false;
            }

            text = text[(end + 1)..];
        }

        return true;
    }
}
