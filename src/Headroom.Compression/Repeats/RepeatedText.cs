using System.Globalization;
using System.Text;
using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Repeats;

/// <summary>Writes what stands in the place of a text that an earlier one holds wholly or for the most part.</summary>
/// <remarks>
/// A repeat is one marker. A text that is nearly a repeat begins with a line that names the earlier one and the notation:
/// <c>=3-40</c> stands for lines 3 to 40 of it, <c>+</c> begins a line that is new. Of texts without lines the numbers count
/// characters (UTF-16 units), and the pieces are joined without line ends. A marker for the whole closes it.
/// </remarks>
internal static class RepeatedText
{
    /// <summary>A text that is byte for byte an earlier one.</summary>
    public static byte[] WriteSame(EarlierText earlier, MarkerHash marker)
    {
        using var output = new Utf8Text(256);
        Marker.Write(output, $"Same as {earlier.Name}, byte for byte", marker);
        return output.ToArray();
    }

    /// <summary>A text told by an earlier one; <c>null</c> where the notation cannot carry it.</summary>
    public static byte[]? WriteChanged(EarlierText earlier, TextUnits later, IReadOnlyList<UnitRun> runs, MarkerHash marker)
    {
        using var output = new Utf8Text(1024);
        int[] positions = earlier.Units.Positions();
        string unit = later.AreLines ? "lines" : "characters";
        output.Append(Encoding.UTF8.GetBytes(
            $"[As {earlier.Name}, changed: \"=a-b\" stands for its {unit} a to b, \"+\" begins {(later.AreLines ? "a new line" : "new text, all joined without line ends")}]\n"));
        int added = 0, total = 0;
        foreach (UnitRun run in runs)
        {
            if (run.IsCopy)
            {
                int first = positions[run.EarlierStart], last = positions[run.EarlierStart + run.Count] - 1;
                total += last - first + 1;
                output.Append("="u8).Append(first);
                if (last > first)
                {
                    output.Append("-"u8).Append(last);
                }

                output.Append("\n"u8);
                continue;
            }

            int count = WriteNew(output, later, run);
            if (count < 0)
            {
                return null;
            }

            added += count;
            total += count;
        }

        if (output.WrittenSpan.IndexOf(Encoding.ASCII.GetBytes(marker.ToString())) < 0)
        {
            Marker.Write(output, string.Create(CultureInfo.InvariantCulture, $"{total} {unit} → {added} new"), marker);
        }

        return output.ToArray();
    }

    /// <returns>How many lines or characters were written; -1 where the notation cannot carry them.</returns>
    private static int WriteNew(Utf8Text output, TextUnits later, UnitRun run)
    {
        if (later.AreLines)
        {
            for (int i = 0; i < run.Count; i++)
            {
                ReadOnlySpan<byte> line = later[run.LaterStart + i];
                output.Append("+"u8).Append(line);
                if (!line.EndsWith("\n"u8))
                {
                    output.Append("\n\\ No newline at end\n"u8);
                }
            }

            return run.Count;
        }

        output.Append("+"u8);
        int characters = 0;
        for (int i = 0; i < run.Count; i++)
        {
            ReadOnlySpan<byte> chunk = later[run.LaterStart + i];
            if (chunk.Contains((byte)'\n'))
            {
                return -1;
            }

            output.Append(chunk);
            characters += Encoding.UTF8.GetCharCount(chunk);
        }

        output.Append("\n"u8);
        return characters;
    }
}
