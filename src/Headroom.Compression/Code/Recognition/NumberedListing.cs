using Headroom.Compression.Texts;

namespace Headroom.Compression.Code.Recognition;

/// <summary>Source code whose lines carry their numbers, as <c>cat -n</c> and tools that read files print them.</summary>
internal sealed class NumberedListing
{
    private const int MaxPreamble = 3;
    private const int MinLines = 3;

    // Where the lines of the bare code begin, and how far each of them lies ahead in the block.
    private readonly List<int> _starts = [];
    private readonly List<int> _shifts = [];

    private NumberedListing(int capacity) => Text = new Utf8Text(capacity);

    /// <value>The code without the numbers.</value>
    public Utf8Text Text { get; }

    /// <summary>Reads a listing; <c>null</c> where lines do not count on from the first.</summary>
    public static NumberedListing? TryRead(ReadOnlySpan<byte> content)
    {
        int position = 0;
        long number = 0;
        int prefix = 0;
        for (int line = 0; line < MaxPreamble && (prefix = Prefix(content[position..], out number)) == 0; line++)
        {
            int length = content[position..].IndexOf((byte)'\n');
            if (length < 0)
            {
                return null;
            }

            position += length + 1;
        }

        if (prefix == 0)
        {
            return null;
        }

        var listing = new NumberedListing(content.Length);
        for (long expected = number; position < content.Length; expected++)
        {
            prefix = Prefix(content[position..], out number);
            if (prefix == 0 || number != expected)
            {
                break;
            }

            int length = content[position..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : position + length + 1;
            listing._starts.Add(listing.Text.Length);
            listing._shifts.Add(position + prefix - listing.Text.Length);
            listing.Text.Append(content[(position + prefix)..end]);
            position = end;
        }

        return listing._starts.Count >= MinLines && (content.Length - position) * 4 < content.Length ? listing : null;
    }

    /// <summary>Where a byte of the bare code stands in the block.</summary>
    public int InBlock(int position)
    {
        int line = _starts.BinarySearch(position);
        line = line < 0 ? ~line - 1 : line;
        return position + _shifts[Math.Max(line, 0)];
    }

    // White space, digits, and a tab, an arrow or a colon; the length of all that, or 0.
    private static int Prefix(ReadOnlySpan<byte> line, out long number)
    {
        number = 0;
        int start = line.IndexOfAnyExcept((byte)' ');
        int position = Math.Max(start, 0);
        int first = position;
        while (position < line.Length && position - first < 9 && char.IsAsciiDigit((char)line[position]))
        {
            number = (number * 10) + line[position++] - '0';
        }

        ReadOnlySpan<byte> behind = line[position..];
        return position == first ? 0
            : behind.StartsWith("\t"u8) ? position + 1
            : behind.StartsWith("→"u8) ? position + "→"u8.Length
            : behind.StartsWith(":"u8) ? position + 1
            : 0;
    }
}
