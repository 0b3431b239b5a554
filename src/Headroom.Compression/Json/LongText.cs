using System.Buffers;
using System.Globalization;
using System.Text;
using Headroom.Compression.Json.Sampling;

namespace Headroom.Compression.Json;

/// <summary>Strings too long to be shown whole: the head and the tail stay, and what is between is counted.</summary>
internal static class LongText
{
    private const int Longest = 800;
    private const int Head = 360;
    private const int Tail = 160;

    /// <summary>Whether a string is long, and nothing in its middle speaks of an error.</summary>
    public static bool IsWorthClipping(JsonIndex index, int entry)
    {
        if (index[entry].Kind != JsonKind.String || index.Text(entry).Length <= Longest)
        {
            return false;
        }

        (int head, int tail) = Ends(index.Text(entry));
        return !ErrorWords.IsIn(index.Text(entry)[head..tail]);
    }

    /// <summary>Writes <c>"head"…1234…"tail"</c>; the number counts characters.</summary>
    public static void WriteClipped(IBufferWriter<byte> output, ReadOnlySpan<byte> canonical)
    {
        (int head, int tail) = Ends(canonical);
        JsonText.WriteQuoted(output, canonical[..head]);
        int characters = Encoding.UTF8.GetCharCount(canonical[head..tail]);
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"…{characters}…"), output);
        JsonText.WriteQuoted(output, canonical[tail..]);
    }

    // Cuts stand before a space, which is neither inside an escape nor inside a character.
    private static (int Head, int Tail) Ends(ReadOnlySpan<byte> text)
    {
        int head = text[Head..(Longest / 2)].IndexOf((byte)' ');
        int tail = text[^(Tail * 2)..^Tail].LastIndexOf((byte)' ');
        return (head < 0 ? SafeCut(text, Head) : Head + head, tail < 0 ? SafeCut(text, text.Length - Tail) : text.Length - (Tail * 2) + tail);
    }

    private static int SafeCut(ReadOnlySpan<byte> text, int at)
    {
        while (at > 0 && ((text[at] & 0xC0) == 0x80 || text[Math.Max(0, at - 6)..at].Contains((byte)'\\')))
        {
            at--;
        }

        return at;
    }
}
