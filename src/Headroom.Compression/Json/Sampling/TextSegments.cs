namespace Headroom.Compression.Json.Sampling;

/// <summary>A line of a string, or a part of a line that is long.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Behind it, its line break included.</param>
/// <param name="StartsLine">Whether a line starts here.</param>
/// <param name="EndsLine">Whether a line ends here.</param>
internal readonly record struct TextSegment(int Start, int End, bool StartsLine, bool EndsLine);

/// <summary>Splits canonical strings into lines, and long lines between words; never inside an escape or a character.</summary>
internal static class TextSegments
{
    private const int Longest = 240;

    /// <summary>Splits a string.</summary>
    public static List<TextSegment> Split(ReadOnlySpan<byte> canonical)
    {
        var segments = new List<TextSegment>();
        bool startsLine = true;
        int start = 0;
        int space = 0;
        for (int at = 0; at < canonical.Length;)
        {
            bool isBreak = canonical[at] == '\\' && canonical[at + 1] == 'n';
            int next = at + Length(canonical, at);
            space = canonical[at] is (byte)' ' or (byte)',' ? next : space;
            at = next;
            if (isBreak || at == canonical.Length)
            {
                segments.Add(new TextSegment(start, at, startsLine, true));
                startsLine = true;
                start = at;
            }
            else if (at - start >= Longest)
            {
                int cut = space > start ? space : at;
                segments.Add(new TextSegment(start, cut, startsLine, false));
                startsLine = false;
                start = cut;
            }
        }

        return segments;
    }

    /// <summary>The bytes of the character or escape at a place.</summary>
    public static int Length(ReadOnlySpan<byte> canonical, int at) => canonical[at] switch
    {
        (byte)'\\' => canonical[at + 1] == 'u' ? 6 : 2,
        >= 0xF0 => 4,
        >= 0xE0 => 3,
        >= 0xC0 => 2,
        _ => 1,
    };
}
