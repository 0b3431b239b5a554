using Headroom.Compression.Markers;
using Headroom.Compression.Pooling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Logs;

/// <summary>
/// The sampled form of a log, in original order: selected lines as they stand; for every repeated template, at its first
/// line, one summary with its count, first and last line and the values that differ; at most one marker, at the end.
/// </summary>
internal sealed class SampledLog : IDisposable
{
    private const int MaxListedRepeats = 12;

    private readonly TemplatedLog _log;
    private readonly LineSelection _selection;
    private readonly TemplateSummary _summary;
    private readonly PooledList<int> _byTemplate;
    private readonly int[] _templateStarts;

    private SampledLog(TemplatedLog log, LineSelection selection)
    {
        _log = log;
        _selection = selection;
        _summary = new TemplateSummary(log);
        (_byTemplate, _templateStarts) = GroupLines(log, selection);
    }

    /// <summary>Writes the sampled form; <c>null</c> where it leaves nothing out.</summary>
    /// <param name="content">The block.</param>
    /// <param name="log">Its templates.</param>
    /// <param name="selection">What is shown as it stands.</param>
    /// <param name="marker">The handle of the block; <c>null</c> where the log is a part of a block that has its own marker.</param>
    /// <param name="cancellationToken">Ends the work at its deadline.</param>
    /// <param name="shown">How many lines are shown as they stand.</param>
    public static byte[]? Write(
        ReadOnlySpan<byte> content, TemplatedLog log, LineSelection selection, MarkerHash? marker, CancellationToken cancellationToken, out int shown)
    {
        shown = selection.IsShown.AsSpan().Count(true);
        if (shown == selection.IsShown.Count)
        {
            return null;
        }

        using var sampled = new SampledLog(log, selection);
        return sampled.Write(content, marker, shown, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _summary.Dispose();
        _byTemplate.Dispose();
    }

    private byte[] Write(ReadOnlySpan<byte> content, MarkerHash? marker, int shown, CancellationToken cancellationToken)
    {
        using var output = new Utf8Text(content.Length / 8);
        var due = new List<int>();
        output.Append("[Log sampled: \"×N a–b\" sums up N lines of one template between lines a and b, <…> are the values that differ.]\n"u8);
        for (int i = 0; i < _selection.IsShown.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            if (_selection.IsShown[i])
            {
                output.Append(_log.Log.Lines.Verbatim(content, i)).Append("\n"u8);
            }

            if (_selection.RepeatedTraces.TryGetValue(i, out List<int>? repeats))
            {
                WriteRepeats(output, repeats);
            }

            int template = _log.TemplateOf[i];
            if (template >= 0 && i == _selection.FirstFreeLine[template] && _selection.IsSummedUp(template))
            {
                due.Add(template);
            }

            // Summaries wait for the end of the event, so that a trace stays with its head.
            if (i + 1 == _selection.IsShown.Count || !_log.Log.IsContinuation[i + 1])
            {
                foreach (int summedUp in due)
                {
                    WriteTemplate(content, output, summedUp);
                }

                due.Clear();
            }
        }

        if (marker is { } hash)
        {
            Marker.Write(output, _selection.IsShown.Count, "lines", shown, hash);
        }

        return output.ToArray();
    }

    private void WriteTemplate(ReadOnlySpan<byte> content, Utf8Text output, int template) =>
        _summary.Write(content, output, template, _byTemplate.AsSpan()[_templateStarts[template].._templateStarts[template + 1]],
            _log.Templates[template].Level >= LogLevel.Warning ? ValueListing.Ample : ValueListing.Brief);

    private void WriteRepeats(Utf8Text output, List<int> repeats)
    {
        output.Append("×"u8).Append(repeats.Count).Append(" more with the same trace, at lines "u8);
        for (int i = 0; i < Math.Min(repeats.Count, MaxListedRepeats); i++)
        {
            output.Append(i > 0 ? ", "u8 : default).Append(_summary.Number(repeats[i]));
        }

        if (repeats.Count > MaxListedRepeats)
        {
            output.Append(" … "u8).Append(_summary.Number(repeats[^1]));
        }

        output.Append("\n"u8);
    }

    /// <summary>The lines that count for a template, template after template.</summary>
    private static (PooledList<int> Lines, int[] Starts) GroupLines(TemplatedLog log, LineSelection selection)
    {
        int[] starts = new int[log.Templates.Count + 1];
        for (int i = 0; i < log.Templates.Count; i++)
        {
            starts[i + 1] = starts[i] + selection.FreeLines[i];
        }

        PooledList<int> lines = PooledList<int>.OfDefaults(starts[^1]);
        int[] next = starts[..^1];
        for (int i = 0; i < log.TemplateOf.Count; i++)
        {
            if (log.TemplateOf[i] >= 0 && !selection.IsTrace[i])
            {
                lines[next[log.TemplateOf[i]]++] = i;
            }
        }

        return (lines, starts);
    }
}
