namespace Headroom.Context.Symbols;

/// <summary>Which line a byte of a text is on.</summary>
internal sealed class LineNumbers
{
    private readonly List<int> _ends = [];

    /// <summary>Reads a text.</summary>
    public LineNumbers(ReadOnlySpan<byte> utf8)
    {
        for (int at = 0; utf8[at..].IndexOf((byte)'\n') is var next and >= 0; at += next + 1)
        {
            _ends.Add(at + next);
        }
    }

    /// <summary>The line, from 1.</summary>
    public int At(int position)
    {
        int found = _ends.BinarySearch(position);
        return (found < 0 ? ~found : found) + 1;
    }
}
