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
    private const int Near = 40;

    // Of longer texts more is shown: a tenth at the head and a thirtieth at the tail, up to this and a third of it.
    private const int MaxMore = 2400;

    // A trace or report of an error stays whole up to this length.
    private const int LongestError = 4000;

    /// <summary>Whether a string is long, and nothing that would be left out speaks of an error.</summary>
    public static bool IsWorthClipping(JsonIndex index, int entry)
    {
        if (index[entry].Kind != JsonKind.String || index.Text(entry).Length <= Longest)
        {
            return false;
        }

        ReadOnlySpan<byte> text = index.Text(entry);
        (int head, int tail) = Ends(text);
        return !ErrorWords.IsIn(text.Length <= LongestError ? text : text[head..tail]);
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

    // Cuts stand between characters and escapes, before a space where one is near.
    private static (int Head, int Tail) Ends(ReadOnlySpan<byte> text) =>
        (CutFrom(text, Head + Math.Min(text.Length / 10, MaxMore)), CutFrom(text, text.Length - Tail - Math.Min(text.Length / 30, MaxMore / 3)));

    private static int CutFrom(ReadOnlySpan<byte> text, int target)
    {
        int at = 0;
        while (at < target)
        {
            at += text[at] switch
            {
                (byte)'\\' => text[at + 1] == 'u' ? 6 : 2,
                >= 0xF0 => 4,
                >= 0xE0 => 3,
                >= 0xC0 => 2,
                _ => 1,
            };
        }

        int space = text[at..Math.Min(text.Length, at + Near)].IndexOf((byte)' ');
        return space < 0 ? at : at + space;
    }
}
