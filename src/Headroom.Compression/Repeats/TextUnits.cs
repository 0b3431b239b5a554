using System.Text;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Repeats;

/// <summary>A text as the units in which it is compared: its lines with their terminators, or chunks where it has hardly any lines.</summary>
internal sealed class TextUnits
{
    private const int SketchSize = 32;
    private const int LongLine = 400;

    private readonly int[] _starts;
    private readonly ulong[] _hashes;

    private TextUnits(ReadOnlyMemory<byte> text, int[] starts, bool areLines)
    {
        Text = text;
        AreLines = areLines;
        _starts = starts;
        _hashes = new ulong[starts.Length - 1];
        var smallest = new SortedSet<ulong>();
        ulong largest = ulong.MaxValue;
        ReadOnlySpan<byte> utf8 = text.Span;
        for (int i = 0; i < _hashes.Length; i++)
        {
            ulong hash = _hashes[i] = UnitHash.Of(utf8[starts[i]..starts[i + 1]]);
            if (hash < largest && smallest.Add(hash))
            {
                if (smallest.Count > SketchSize)
                {
                    smallest.Remove(smallest.Max);
                }

                largest = smallest.Count < SketchSize ? ulong.MaxValue : smallest.Max;
            }
        }

        Sketch = [.. smallest];
    }

    /// <value>The text.</value>
    public ReadOnlyMemory<byte> Text { get; }

    /// <value>Whether the units are lines; else they are chunks.</value>
    public bool AreLines { get; }

    /// <value>The number of units.</value>
    public int Count => _hashes.Length;

    /// <value>
    /// The smallest hashes of distinct units, ascending: two texts share about as much of their sketches as of their units
    /// (Broder, "On the resemblance and containment of documents", 1997).
    /// </value>
    public ulong[] Sketch { get; }

    /// <summary>A unit.</summary>
    public ReadOnlySpan<byte> this[int unit] => Text.Span[_starts[unit].._starts[unit + 1]];

    /// <summary>Splits a text.</summary>
    public static TextUnits Split(ReadOnlyMemory<byte> text)
    {
        ReadOnlySpan<byte> utf8 = text.Span;
        using TextLines lines = TextLines.Split(utf8);
        if (utf8.Length / Math.Max(lines.Count, 1) > LongLine)
        {
            return new TextUnits(text, [.. ContentDefinedChunks.Starts(utf8)], areLines: false);
        }

        int[] starts = new int[lines.Count + 1];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = lines.Start(i);
        }

        return new TextUnits(text, starts, areLines: true);
    }

    /// <summary>The hash of a unit.</summary>
    public ulong Hash(int unit) => _hashes[unit];

    /// <summary>The position of a unit as a reader counts: lines or characters, from 1.</summary>
    public int[] Positions()
    {
        int[] positions = new int[_starts.Length];
        positions[0] = 1;
        for (int i = 0; i < Count; i++)
        {
            positions[i + 1] = positions[i] + (AreLines ? 1 : Characters(this[i]));
        }

        return positions;
    }

    /// <summary>How much of the sketches two texts have in common, from 0 to 1.</summary>
    public double Resemblance(TextUnits other)
    {
        int common = 0;
        for (int i = 0, j = 0; i < Sketch.Length && j < other.Sketch.Length;)
        {
            int order = Sketch[i].CompareTo(other.Sketch[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return (double)common / Math.Max(1, Math.Max(Sketch.Length, other.Sketch.Length));
    }

    private static int Characters(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetCharCount(utf8);
}
