using Headroom.Compression.Texts;

namespace Headroom.Compression.Logs;

/// <summary>Many lines of one template in one: <c>×N a–b: common text &lt;values that differ&gt;</c>, where a and b number the first and the last line.</summary>
internal sealed class TemplateSummary(TemplatedLog log) : IDisposable
{
    private const int MaxErrorRows = 64;
    private const int MaxErrorRowBytes = 4096;

    private readonly TemplatedLog _log = log;
    private readonly SlotSummary _slots = new(log);

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    /// <summary>The number of a line as a reader of the block counts it.</summary>
    public int Number(int line) => line + (_log.Log.Lines.Numbering?.First ?? 1);

    /// <summary>Writes one line for <paramref name="lines"/>, which follow <paramref name="template"/>; nothing where they are blank.</summary>
    /// <param name="content">The block.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="template">The number of the template.</param>
    /// <param name="lines">At least one line, in order.</param>
    /// <param name="listing">How many of the values that differ are listed.</param>
    public void Write(ReadOnlySpan<byte> content, Utf8Text output, int template, ReadOnlySpan<int> lines, ValueListing listing)
    {
        LogTemplate shape = _log.Templates[template];
        if (content[_log.Log.BodyStart(lines[0]).._log.Log.Lines.End(lines[0])].Trim(" \t\r"u8).IsEmpty)
        {
            return;
        }

        output.Append("×"u8).Append(lines.Length).Append(" "u8).Append(Number(lines[0])).Append("–"u8).Append(Number(lines[^1])).Append(": "u8);
        if (shape.IsStamped)
        {
            ReadOnlySpan<byte> first = StampPrefix.Stamp(content, _log.Log, lines[0]);
            ReadOnlySpan<byte> last = StampPrefix.Stamp(content, _log.Log, lines[^1]);
            output.Append(first);
            if (!first.SequenceEqual(last))
            {
                output.Append("–"u8).Append(last);
            }
        }

        // A lambda cannot capture a span, so the slots are summed up beforehand.
        List<int> listed = listing == ValueListing.Brief ? [] : SlotsOfRows(content, shape, lines, listing == ValueListing.Every);
        var slots = new byte[shape.Slots.Length][];
        for (int slot = 0; slot < slots.Length; slot++)
        {
            if (shape.RepeatOf[slot] >= 0 || listed.Contains(slot))
            {
                slots[slot] = [.. shape.RepeatOf[slot] >= 0 ? "<same>"u8 : "<>"u8];
                continue;
            }

            using var text = new Utf8Text(64);
            _slots.Write(content, text, lines, slot, listing == ValueListing.Ample);
            slots[slot] = text.ToArray();
        }

        shape.Write(content, output, slot => output.Append(slots[slot]));
        WriteRows(content, output, lines, listed);
        output.Append("\n"u8);
    }

    /// <summary>
    /// The slots whose values are listed line by line, so that no error loses what is its own: where several slots differ
    /// more often than not, in a number of lines that can be listed. None where every slot alone says it in fewer words.
    /// </summary>
    private List<int> SlotsOfRows(ReadOnlySpan<byte> content, LogTemplate shape, ReadOnlySpan<int> lines, bool listsEvery)
    {
        var slots = new List<int>();
        long distinct = 0;
        long bytes = 0;
        for (int slot = 0; slot < shape.Slots.Length && (listsEvery || lines.Length <= MaxErrorRows); slot++)
        {
            (int slotDistinct, long slotBytes, bool isSequence) = shape.RepeatOf[slot] >= 0 ? default : _slots.Inspect(content, lines, slot);
            if (slotDistinct > 1 && (listsEvery || !isSequence))
            {
                slots.Add(slot);
                distinct += slotDistinct;
                bytes += slotBytes;
            }
        }

        return listsEvery || (slots.Count > 1 && distinct > lines.Length && bytes <= MaxErrorRowBytes) ? slots : [];
    }

    private void WriteRows(ReadOnlySpan<byte> content, Utf8Text output, ReadOnlySpan<int> lines, List<int> slots)
    {
        for (int i = 0; i < lines.Length && slots.Count > 0; i++)
        {
            output.Append(i == 0 ? " | each <>: "u8 : ", "u8);
            for (int j = 0; j < slots.Count; j++)
            {
                output.Append(j > 0 ? " "u8 : default).Append(_log.Values.Bytes(content, _log.ValuesOf(lines[i])[slots[j]]));
            }
        }
    }
}
