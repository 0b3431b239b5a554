using System.Runtime.InteropServices;
using Headroom.Compression.Logs;
using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Builds;

/// <summary>
/// The sampled form of test or build output, in original order: selected lines as they stand, counts where routine lines were,
/// one summary for the lines of a repeated template at its second line, and one marker at the end.
/// </summary>
internal static class SampledBuild
{
    private const int OverwrittenStates = 3;

    /// <summary>Writes the sampled form; <c>null</c> where it leaves nothing out.</summary>
    /// <param name="content">The block.</param>
    /// <param name="log">Its templates.</param>
    /// <param name="selection">What stays.</param>
    /// <param name="marker">The handle of the block.</param>
    /// <param name="cancellationToken">Ends the work at its deadline.</param>
    /// <param name="shown">How many lines are shown as they stand.</param>
    public static byte[]? Write(
        ReadOnlySpan<byte> content, TemplatedLog log, BuildSelection selection, MarkerHash marker, CancellationToken cancellationToken, out int shown)
    {
        using var output = new Utf8Text(content.Length / 8);
        var leftOut = new LeftOutLines();
        using var summary = new TemplateSummary(log);
        List<int>?[] folded = FoldedLines(log, selection);
        shown = 0;
        output.Append("[Output sampled: \"… N\" counts lines left out there, \"×N a–b\" sums up N lines of one template between lines a and b, <…> are the values that differ.]\n"u8);
        for (int i = 0; i < selection.Lines.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            ReadOnlySpan<byte> line = log.Log.Lines.Verbatim(content, i);
            if (selection.IsShown[i])
            {
                leftOut.Flush(output);
                shown += WriteLine(output, line);
            }
            else if (!selection.IsFolded[i])
            {
                leftOut.Add(line, selection.Lines[i]);
            }
            else if (folded[log.TemplateOf[i]] is { } lines && lines[0] == i)
            {
                leftOut.Flush(output);
                summary.Write(content, output, log.TemplateOf[i], CollectionsMarshal.AsSpan(lines), Listing(lines, selection));
            }
        }

        if (shown == selection.Lines.Count)
        {
            return null;
        }

        leftOut.Flush(output);
        Marker.Write(output, selection.Lines.Count, "lines", shown, marker);
        return output.ToArray();
    }

    /// <summary>A line that was overwritten again and again shows its last state. Gives 1 where the line is shown whole, else 0.</summary>
    private static int WriteLine(Utf8Text output, ReadOnlySpan<byte> line)
    {
        int states = line.TrimEnd((byte)'\r').Count((byte)'\r');
        if (states < OverwrittenStates)
        {
            output.Append(line).Append("\n"u8);
            return 1;
        }

        output.Append("… "u8).Append(states).Append(" overwritten states\n"u8).Append(LineReader.LastState(line)).Append("\n"u8);
        return 0;
    }

    /// <summary>No failure goes unnamed, and warnings are named as far as they are not very many.</summary>
    private static ValueListing Listing(List<int> lines, BuildSelection selection) =>
        lines.Exists(line => selection.Lines[line].Role == LineRole.Failure) ? ValueListing.Every
        : lines.Exists(line => selection.Lines[line].Role == LineRole.Warning) ? ValueListing.Ample
        : ValueListing.Brief;

    private static List<int>?[] FoldedLines(TemplatedLog log, BuildSelection selection)
    {
        var folded = new List<int>?[log.Templates.Count];
        for (int i = 0; i < selection.Lines.Count; i++)
        {
            if (selection.IsFolded[i])
            {
                (folded[log.TemplateOf[i]] ??= []).Add(i);
            }
        }

        return folded;
    }
}
