using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Prose;

/// <summary>
/// Writes the chosen units of a text as they stand and in its order, and at each gap how many sentences and lines are left out
/// there: <c>[… 4 sentences]</c>; a marker at the end.
/// </summary>
internal static class SampledProse
{
    /// <summary>Writes the sample.</summary>
    public static byte[] Write(ReadOnlySpan<byte> content, ProseText text, SentenceSelection selection, MarkerHash marker)
    {
        IReadOnlyList<ProseUnit> units = text.Units;
        using var output = new Utf8Text((content.Length / 4) + 256);
        bool hasLines = false;
        int last = -1;
        for (int i = 0; i <= units.Count; i++)
        {
            hasLines |= i < units.Count && units[i].Kind != ProseUnitKind.Sentence;
            if (i < units.Count && !selection.IsShown(i))
            {
                continue;
            }

            if (i - last > 1)
            {
                WriteGap(content, units, last, i, output);
            }
            else
            {
                output.Append(content[(last < 0 ? 0 : units[last].End)..(i < units.Count ? units[i].Start : content.Length)]);
            }

            output.Append(i < units.Count ? units[i].Of(content) : default);
            last = i;
        }

        output.Append(output.WrittenSpan.EndsWith("\n"u8) ? default : "\n"u8);
        Marker.Write(output, units.Count, hasLines ? "sentences and lines" : "sentences", selection.ShownCount, marker);
        return output.ToArray();
    }

    /// <summary>Writes what is left out between two units; -1 and the number of units stand for the ends of the text.</summary>
    private static void WriteGap(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units, int last, int next, Utf8Text output)
    {
        bool isInside = last >= 0 && next < units.Count && units[last].Paragraph == units[next].Paragraph && units[last].Kind == ProseUnitKind.Sentence;
        output.Append(last < 0 ? default : isInside ? " "u8 : Break(content[units[last].End..units[last + 1].Start]));
        int sentences = 0;
        for (int i = last + 1; i < next; i++)
        {
            sentences += units[i].Kind == ProseUnitKind.Sentence ? 1 : 0;
        }

        int lines = next - last - 1 - sentences;
        output.Append("[… "u8);
        WriteCount(output, sentences, "sentence"u8);
        output.Append(sentences > 0 && lines > 0 ? ", "u8 : default);
        WriteCount(output, lines, "line"u8);
        output.Append("]"u8);
        output.Append(next == units.Count ? default : isInside ? " "u8 : Break(content[units[next - 1].End..units[next].Start]));
    }

    private static void WriteCount(Utf8Text output, int count, ReadOnlySpan<byte> unit)
    {
        if (count > 0)
        {
            output.Append(count).Append(" "u8).Append(unit).Append(count > 1 ? "s"u8 : default);
        }
    }

    // Between paragraphs as much as stands there in the text, a line break or a blank line.
    private static ReadOnlySpan<byte> Break(ReadOnlySpan<byte> between) => between.Count((byte)'\n') > 1 ? "\n\n"u8 : "\n"u8;
}
