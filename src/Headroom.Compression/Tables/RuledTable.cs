using System.Buffers;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>
/// Tables with bars between cells and a rule below their names: Markdown (GitHub's), psql, mysql, and boxes drawn in ASCII or
/// Unicode. The lines down to the rule stay as they stand; they tell how wide the columns are.
/// </summary>
internal sealed class RuledTable : TextTable
{
    private const int MinRows = 3;
    private const int MaxHeaderBytes = 1 << 14;

    private static readonly SearchValues<byte> RuleBytes = SearchValues.Create("-=+|: "u8);
    private static readonly SearchValues<byte> Lines = SearchValues.Create("-="u8);

    private readonly byte[] _bar;
    private readonly RowRule _rowRule;

    private RuledTable(byte[] bar, RowRule rowRule)
    {
        _bar = bar;
        _rowRule = rowRule;
    }

    /// <inheritdoc/>
    public override string Name => "Rows of the table";

    /// <summary>Reads a text; <c>null</c> where it is no such table.</summary>
    public static RuledTable? TryRead(ReadOnlySpan<byte> utf8)
    {
        int position = 0;
        if (!TryReadHeader(utf8, ref position, out Extent names, out byte[] bar, out RowRule rule) || position >= utf8.Length)
        {
            return null;
        }

        var header = new List<Extent>();
        Split(utf8, names, bar, header);
        if (header.Count is < 2 or > MaxColumns)
        {
            return null;
        }

        return ReadRows(utf8, position, header, new RuledTable(bar, rule) { Replaced = default, Rows = default, RowCount = 0, ColumnCount = header.Count, Names = [], IsExact = false, Layout = "" });
    }

    /// <inheritdoc/>
    public override bool TryReadRow(ReadOnlySpan<byte> utf8, ref int position, List<TableCell> row)
    {
        row.Clear();
        var segments = new List<Extent>(ColumnCount);
        if (!TryReadSegments(utf8, ref position, segments, out _))
        {
            return false;
        }

        foreach (Extent segment in segments)
        {
            row.Add(new TableCell(CellPadding.Trim(utf8, segment)));
        }

        return true;
    }

    private static RuledTable? ReadRows(ReadOnlySpan<byte> utf8, int start, List<Extent> header, RuledTable reader)
    {
        int[] widths = new int[header.Count];
        byte[][] names = new byte[header.Count][];
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = LineCursor.Width(header[i].Of(utf8));
            names[i] = CellPadding.Trim(utf8, header[i]).Of(utf8).ToArray();
        }

        var padding = new CellPadding(widths);
        var segments = new List<Extent>(header.Count);
        int headerBreak = utf8[start - 2] == '\r' ? 2 : 1;
        int rows = 0;
        int end = start;
        int lastEnd = start;
        bool isExact = true;
        for (int position = start; position < utf8.Length && reader.TryReadSegments(utf8, ref position, segments, out end); rows++)
        {
            padding.Take(utf8, segments);
            isExact &= utf8[end - 1] != '\n' || (utf8[end - 2] == '\r' ? 2 : 1) == headerBreak;
            lastEnd = end;
        }

        end = lastEnd;

        if (rows < MinRows || IsFollowedByRow(utf8[end..], reader._bar))
        {
            return null;
        }

        bool isOpen = utf8[end - 1] != '\n';
        string words = padding + reader._rowRule.Words + (isOpen ? ", no final newline" : "");
        return new RuledTable(reader._bar, reader._rowRule)
        {
            Replaced = new Extent(start, end),
            Rows = new Extent(start, end),
            RowCount = rows,
            ColumnCount = header.Count,
            Names = names,
            IsExact = isExact && padding.IsRegular,
            Layout = words,
        };
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> utf8, ref int position, out Extent names, out byte[] bar, out RowRule rule)
    {
        ReadOnlySpan<byte> head = utf8[..Math.Min(utf8.Length, MaxHeaderBytes)];
        rule = RowRule.None;
        bar = [];
        Extent line = LineCursor.Next(head, ref position);
        names = line;
        Extent top = line;
        if (line.Length > 2 && IsRule(line.Of(head)))
        {
            names = LineCursor.Next(head, ref position);
        }

        Extent below = LineCursor.Next(head, ref position);
        if (position >= utf8.Length || below.Length < 3 || !IsRule(below.Of(head)))
        {
            return false;
        }

        // Only a box can have rules between its rows; they are like the one at its top, or below its names.
        int next = position;
        _ = LineCursor.Next(head, ref next);
        Extent second = LineCursor.Next(head, ref next);
        ReadOnlySpan<byte> between = second.Of(head);
        if (line != names && IsRule(between) && next < utf8.Length)
        {
            rule = between.SequenceEqual(top.Of(head)) ? new RowRule(between.ToArray(), ", the top rule between rows")
                : between.SequenceEqual(below.Of(head)) ? new RowRule(between.ToArray(), ", the rule above between rows")
                : RowRule.None;
        }

        bar = BarOf(names.Of(head)).ToArray();
        return bar.Length > 0 && !IsRule(names.Of(head));
    }

    // Boxes of U+2500 to U+257F are E2 94 80 to E2 95 BF.
    private static bool IsRule(ReadOnlySpan<byte> line)
    {
        bool hasLine = false;
        bool hasJoint = false;
        for (int at = 0; at < line.Length; at++)
        {
            byte value = line[at];
            if (value == 0xE2 && at + 2 < line.Length && line[at + 1] is 0x94 or 0x95)
            {
                hasLine |= line[at + 2] is 0x80 or 0x81 or 0x90;
                hasJoint = true;
                at += 2;
            }
            else if (RuleBytes.Contains(value))
            {
                hasLine |= Lines.Contains(value);
                hasJoint |= value is (byte)'+' or (byte)'|';
            }
            else
            {
                return false;
            }
        }

        return hasLine && hasJoint;
    }

    private static ReadOnlySpan<byte> BarOf(ReadOnlySpan<byte> line)
    {
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] == '|')
            {
                return "|"u8;
            }

            // │ ┃ ║
            if (line[at] == 0xE2 && at + 2 < line.Length && (line[at + 1], line[at + 2]) is (0x94, 0x82) or (0x94, 0x83) or (0x95, 0x91))
            {
                return line.Slice(at, 3);
            }
        }

        return default;
    }

    private static bool IsFollowedByRow(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> bar)
    {
        int position = 0;
        Extent line = LineCursor.Next(rest, ref position);
        if (IsRule(line.Of(rest)))
        {
            line = LineCursor.Next(rest, ref position);
        }

        return line.Of(rest).IndexOf(bar) >= 0;
    }

    private bool TryReadSegments(ReadOnlySpan<byte> utf8, ref int position, List<Extent> segments, out int end)
    {
        end = position;
        int next = position;
        ReadOnlySpan<byte> ahead = utf8[..Math.Min(utf8.Length, position + MaxRowBytes)];
        Extent line = LineCursor.Next(ahead, ref next);
        segments.Clear();
        Split(utf8, line, _bar, segments);
        if (segments.Count != ColumnCount || IsRule(line.Of(utf8)))
        {
            return false;
        }

        // The rule below the last row of a box may be another one.
        end = next;
        int below = next;
        ReadOnlySpan<byte> rule = _rowRule.Line.Length > 0 ? LineCursor.Next(utf8, ref below).Of(utf8) : default;
        position = rule.SequenceEqual(_rowRule.Line) ? below : next;
        return position == below || IsRule(rule);
    }

    // What stands between the bars; those at both ends are no cells. In Markdown "\|" is no bar.
    private static void Split(ReadOnlySpan<byte> utf8, Extent line, ReadOnlySpan<byte> bar, List<Extent> segments)
    {
        ReadOnlySpan<byte> text = line.Of(utf8);
        int start = text.StartsWith(bar) ? bar.Length : 0;
        bool isOuter = start > 0;
        int from = start;
        while (segments.Count <= MaxColumns)
        {
            int length = text[from..].IndexOf(bar);
            if (length < 0)
            {
                if (!isOuter)
                {
                    segments.Add(new Extent(line.Start + start, line.End));
                }
                else if (start != text.Length)
                {
                    segments.Clear();
                }

                return;
            }

            from += length;
            if (from > 0 && text[from - 1] == '\\')
            {
                from++;
                continue;
            }

            segments.Add(new Extent(line.Start + start, line.Start + from));
            from += bar.Length;
            start = from;
        }
    }

    /// <param name="Line">The rule that stands between rows; empty where none does.</param>
    /// <param name="Words">How it is stated.</param>
    private sealed record RowRule(byte[] Line, string Words)
    {
        public static RowRule None { get; } = new([], "");
    }
}
