using System.Numerics;
using System.Text;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>
/// The spaces around the cells of each column: a margin of none or one at either side, and what fills the cell up to the width of
/// its column, behind it or before it. Written as <c>_x_</c>, <c>_x&lt;_</c>, <c>_&gt;x_</c> with <c>_</c> for a margin.
/// </summary>
/// <param name="widths">The width of each column in characters, margins included.</param>
internal sealed class CellPadding(int[] widths)
{
    private const int None = 0;
    private const int Left = 1;
    private const int Right = 2;

    // Bit 4 * alignment + 2 * (margin before) + (margin behind).
    private readonly uint[] _possible = [.. widths.Select(_ => 0xFFFu)];

    /// <value>Whether each column has one way that holds for every row.</value>
    public bool IsRegular => Array.TrueForAll(_possible, bits => bits != 0);

    /// <summary>A cell without the spaces around it.</summary>
    public static Extent Trim(ReadOnlySpan<byte> utf8, Extent segment)
    {
        ReadOnlySpan<byte> text = segment.Of(utf8);
        int lead = text.IndexOfAnyExcept((byte)' ');
        return lead < 0 ? new Extent(segment.Start, segment.Start) : new Extent(segment.Start + lead, segment.Start + text.LastIndexOfAnyExcept((byte)' ') + 1);
    }

    /// <summary>Takes in a row.</summary>
    public void Take(ReadOnlySpan<byte> utf8, List<Extent> segments)
    {
        for (int i = 0; i < widths.Length; i++)
        {
            Extent segment = segments[i];
            Extent cell = Trim(utf8, segment);
            int text = LineCursor.Width(cell.Of(utf8));
            int before = cell.Start - segment.Start;
            int behind = segment.End - cell.End;
            uint bits = 0;
            for (int way = 0; way < 12; way++)
            {
                int first = way >> 1 & 1;
                int last = way & 1;
                int fill = way >> 2 == None ? 0 : Math.Max(0, widths[i] - first - last - text);
                bool fits = text == 0 ? before + behind == first + last + fill
                    : before == first + (way >> 2 == Right ? fill : 0) && behind == last + (way >> 2 == Left ? fill : 0);
                bits |= fits ? 1u << way : 0;
            }

            _possible[i] &= bits;
        }
    }

    /// <summary>The way of each column; empty where one space stands at either side of every cell.</summary>
    public override string ToString()
    {
        const uint Spaced = 1 << 3;
        if (!IsRegular || Array.TrueForAll(_possible, bits => (bits & Spaced) != 0))
        {
            return "";
        }

        var words = new StringBuilder(", padded ");
        foreach (uint bits in _possible)
        {
            int way = (bits & Spaced) != 0 ? 3 : BitOperations.Log2(bits);
            words.Append(words[^1] == ' ' ? "" : "|").Append((way & 2) != 0 ? "_" : "").Append(way >> 2 == Right ? ">x" : way >> 2 == Left ? "x<" : "x").Append((way & 1) != 0 ? "_" : "");
        }

        return words.ToString();
    }
}
