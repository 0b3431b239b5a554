using System.Text;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>
/// Where columns lie that only spaces align, by the line of their names: a cell begins where its name begins, or ends where it
/// ends, with at least one space before it.
/// </summary>
internal sealed class ColumnPlaces
{
    private const int MinWords = 4;

    // Of the rows of ten, so many have to be aligned; a longer value moves what stands behind it.
    private const int AlignedTenths = 8;

    private readonly (int Start, int End)[] _names;
    private readonly bool _isByGap;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly bool[] _isTorn;
    private readonly bool[] _isRightTorn;

    private ColumnPlaces(ReadOnlySpan<byte> header, List<Extent> names, bool isByGap)
    {
        byte[][] texts = new byte[names.Count][];
        _names = new (int, int)[names.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = names[i].Of(header).ToArray();
            int start = LineCursor.Width(header[..names[i].Start]);
            _names[i] = (start, start + LineCursor.Width(texts[i]));
        }

        Names = texts;
        _isByGap = isByGap;
        _left = new int[texts.Length];
        _right = new int[texts.Length];
        _isTorn = new bool[texts.Length];
        _isRightTorn = new bool[texts.Length];
    }

    /// <value>The names.</value>
    public IReadOnlyList<byte[]> Names { get; }

    /// <value>How many columns there are.</value>
    public int Count => _names.Length;

    /// <value>Whether every column is aligned in one way in every row.</value>
    public bool IsRegular => Array.TrueForAll([.. Enumerable.Range(0, Count)], i => !_isTorn[i] || !_isRightTorn[i]);

    /// <summary>Names with at least two spaces between them; <c>null</c> where there are not enough for a table.</summary>
    public static ColumnPlaces? OfGaps(ReadOnlySpan<byte> header)
    {
        List<Extent> names = [];
        for (int at = 0; at < header.Length;)
        {
            int length = header[at..].IndexOf("  "u8);
            int end = length < 0 ? header.Length : at + length;
            names.Add(new Extent(at, end));
            int gap = header[end..].IndexOfAnyExcept((byte)' ');
            at = gap < 0 ? header.Length : end + gap;
        }

        return names.Count < 2 || names.Count > TextTable.MaxColumns || (names.Count == 2 && !IsCapitals(header)) || !AreNames(header, names) ? null
            : new ColumnPlaces(header, names, true);
    }

    /// <summary>Names above a rule that parts below them, as <c>pip list</c> writes it; <c>null</c> where there is none.</summary>
    public static ColumnPlaces? OfRule(ReadOnlySpan<byte> header, ReadOnlySpan<byte> rule)
    {
        if (rule.Length < 3 || rule[0] is not ((byte)'-' or (byte)'=') || rule.ContainsAnyExcept(rule[0], (byte)' '))
        {
            return null;
        }

        List<Extent> names = [];
        for (int at = 0; at < rule.Length && names.Count <= TextTable.MaxColumns;)
        {
            int length = rule[at..].IndexOf((byte)' ');
            int end = length < 0 ? rule.Length : at + length;
            int gap = rule[end..].IndexOfAnyExcept((byte)' ');
            int next = gap < 0 ? rule.Length : end + gap;
            int stop = gap < 0 ? header.Length : Math.Min(header.Length, next);
            ReadOnlySpan<byte> name = at < stop ? header[at..stop].TrimEnd((byte)' ') : default;
            if (name.IsEmpty || name[0] == ' ')
            {
                return null;
            }

            names.Add(new Extent(at, at + name.Length));
            at = next;
        }

        return names.Count is < 2 or > TextTable.MaxColumns || !Ascii.IsValid(header) ? null : new ColumnPlaces(header, names, true);
    }

    /// <summary>Names that are words, such as those of <c>ps</c> and <c>df</c>; <c>null</c> where they are no names of columns.</summary>
    public static ColumnPlaces? OfWords(ReadOnlySpan<byte> header)
    {
        List<Extent> names = [];
        for (int at = 0; at < header.Length && names.Count <= TextTable.MaxColumns;)
        {
            int length = header[at..].IndexOf((byte)' ');
            int end = length < 0 ? header.Length : at + length;

            // "Mounted on" is one name.
            if (names.Count > 0 && char.IsAsciiLetterLower((char)header[at]) && names[^1].End + 1 == at)
            {
                names[^1] = names[^1] with { End = end };
            }
            else
            {
                names.Add(new Extent(at, end));
            }

            int gap = header[end..].IndexOfAnyExcept((byte)' ');
            at = gap < 0 ? header.Length : end + gap;
        }

        return names.Count < MinWords || names.Count > TextTable.MaxColumns || !AreNames(header, names)
            || !(IsCapitals(header) || header.StartsWith("Filesystem "u8)) ? null : new ColumnPlaces(header, names, false);
    }

    /// <summary>Takes a row apart.</summary>
    /// <returns>Whether it has a cell, or nothing, in each column.</returns>
    public bool TrySplit(ReadOnlySpan<byte> utf8, Extent line, List<TableCell> row) => _isByGap ? TrySplitAtNames(utf8, line, row) : TrySplitWords(utf8, line, row);

    /// <summary>Takes in how a row is aligned.</summary>
    /// <returns>Whether nothing but spaces before cells is missing from them.</returns>
    public bool Take(ReadOnlySpan<byte> utf8, Extent line, List<TableCell> row)
    {
        ReadOnlySpan<byte> text = line.Of(utf8);
        int column = 0;
        int end = line.Start;
        bool isWide = text.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0;
        for (int i = 0; i < Count; i++)
        {
            Extent cell = row[i].Place;
            if (cell.Length == 0)
            {
                continue;
            }

            int gap = cell.Start - end;
            int start = column + gap;
            int width = isWide ? LineCursor.Width(cell.Of(utf8)) : cell.Length;
            int least = end == line.Start ? 0 : 1;
            bool isLeft = gap == Math.Max(least, _names[i].Start - column);
            bool isRight = gap == Math.Max(least, _names[i].End - width - column);
            _left[i] += start == _names[i].Start ? 1 : 0;
            _right[i] += start + width == _names[i].End ? 1 : 0;
            _isTorn[i] |= !isLeft;
            _isRightTorn[i] |= !isRight;
            column = start + width;
            end = cell.End;
        }

        return end == line.End;
    }

    /// <summary>Whether so many cells stand where their names do that it is no chance.</summary>
    public bool HasEvidence(int rows)
    {
        for (int i = 0; i < Count && !_isByGap; i++)
        {
            if (Math.Max(_left[i], _right[i]) * 10 < rows * AlignedTenths)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A sign per column: <c>&lt;</c> where cells begin below their name, <c>&gt;</c> where they end below it.</summary>
    public override string ToString() => string.Concat(_isTorn.Select(isTorn => isTorn ? '>' : '<'));

    // A cell begins where its name begins; behind it are spaces up to the next one.
    private bool TrySplitAtNames(ReadOnlySpan<byte> utf8, Extent line, List<TableCell> row)
    {
        ReadOnlySpan<byte> text = line.Of(utf8);
        int start = 0;
        for (int i = 0; i < Count; i++)
        {
            int next = i + 1 == Count ? text.Length : LineCursor.Offset(text, _names[i + 1].Start);
            ReadOnlySpan<byte> cell = text[start..next].TrimEnd((byte)' ');
            if ((cell.Length > 0 && cell[0] == ' ') || (next < text.Length && i + 1 < Count && text[next - 1] != ' '))
            {
                return false;
            }

            row.Add(new TableCell(new Extent(line.Start + start, line.Start + start + cell.Length)));
            start = next;
        }

        return row.Exists(cell => cell.Place.Length > 0);
    }

    // As many words as names; the last one goes on to the end of the line.
    private bool TrySplitWords(ReadOnlySpan<byte> utf8, Extent line, List<TableCell> row)
    {
        int at = line.Start;
        for (int i = 0; i < Count; i++)
        {
            int gap = utf8[at..line.End].IndexOfAnyExcept((byte)' ');
            if (gap < 0)
            {
                return false;
            }

            int start = at + gap;
            int length = i + 1 == Count ? -1 : utf8[start..line.End].IndexOf((byte)' ');
            at = length < 0 ? line.End : start + length;
            row.Add(new TableCell(new Extent(start, at)));
        }

        return true;
    }

    private static bool AreNames(ReadOnlySpan<byte> header, List<Extent> names)
    {
        foreach (Extent name in names)
        {
            byte first = name.Of(header)[0];
            if (!(char.IsAsciiLetter((char)first) || first is (byte)'%' or (byte)'#') || name.Of(header).ContainsAny((byte)'\t', (byte)'"'))
            {
                // "1K-blocks" of df is a name as well.
                if (!name.Of(header).EndsWith("-blocks"u8))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsCapitals(ReadOnlySpan<byte> header) => header.IndexOfAnyInRange((byte)'a', (byte)'z') < 0;
}
