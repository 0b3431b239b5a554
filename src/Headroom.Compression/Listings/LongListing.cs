using System.Buffers;
using Headroom.Compression.Logs;
using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Listings;

/// <summary>
/// The lossless form of <c>ls -l</c>: mode, links, owner and group once under a letter, sizes without their alignment, a date as
/// <c>"</c> where it is the one of the row before. Other lines stay as they stand.
/// </summary>
internal static class LongListing
{
    private const int MinRows = 5;
    private const int SampleLines = 100;
    private const int ModeLength = 10;

    private static readonly SearchValues<byte> ModeBytes = SearchValues.Create("rwxsStT-"u8);

    /// <summary>Whether a block is such a list.</summary>
    public static bool Looks(ReadOnlySpan<byte> content)
    {
        int lines = 0;
        int rows = 0;
        for (int start = 0; start < content.Length && lines < SampleLines;)
        {
            int length = content[start..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : start + length;
            lines += end > start ? 1 : 0;
            rows += TryRead(content, start, end, out _) ? 1 : 0;
            start = end + 1;
        }

        return rows >= MinRows && rows * 10 >= lines * 7;
    }

    /// <summary>Writes the lossless form; <c>null</c> where it is not shorter.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, out int count)
    {
        count = 0;
        using var owners = new ValueTable();
        var widths = new List<int>();
        using var output = new Utf8Text(content.Length / 2);
        output.Append("[ls -l without loss: \"A=mode links owner group|9\" names what rows \"A size date name\" begin with and the width of "u8);
        output.Append("the column of sizes; date \" is as above; \"|\" begins any other line]\n"u8);
        Extent date = default;
        for (int start = 0; start < content.Length;)
        {
            int length = content[start..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : start + length;
            if (TryRead(content, start, end, out Row row))
            {
                count++;
                WriteRow(content, output, owners, widths, row, end, ref date);
            }
            else
            {
                output.Append("|"u8).Append(content[start..end]);
            }

            output.Append(length < 0 ? default : "\n"u8);
            start = end + 1;
        }

        return output.Length < content.Length ? output.ToArray() : null;
    }

    private static void WriteRow(ReadOnlySpan<byte> content, Utf8Text output, ValueTable owners, List<int> widths, Row row, int end, ref Extent date)
    {
        // One code per owner column and width: a directory of its own may align otherwise.
        int owner = owners.Add(content, row.Owner.Start, row.Owner.End);
        int width = row.Size.End - row.Owner.End;
        bool isNew = owner == widths.Count;
        if (isNew || widths[owner] != width)
        {
            if (isNew)
            {
                widths.Add(width);
            }

            widths[owner] = width;
            output.AppendCode(owner).Append("="u8).Append(row.Owner.Of(content)).Append("|"u8).Append(width).Append("\n"u8);
        }

        output.AppendCode(owner).Append(" "u8).Append(row.Size.Of(content)).Append(" "u8);
        output.Append(row.Date.Of(content).SequenceEqual(date.Of(content)) ? "\""u8 : row.Date.Of(content));
        output.Append(content[row.Date.End..end]);
        date = row.Date;
    }

    private static bool TryRead(ReadOnlySpan<byte> content, int start, int end, out Row row)
    {
        row = default;
        ReadOnlySpan<byte> line = content[start..end];
        if (line.Length < 40 || line[0] is not ((byte)'-' or (byte)'d' or (byte)'l' or (byte)'b' or (byte)'c' or (byte)'p' or (byte)'s')
            || line[1..ModeLength].ContainsAnyExcept(ModeBytes))
        {
            return false;
        }

        int at = 0;
        Extent links = Next(line, ref at) is { Length: > 0 } ? Next(line, ref at) : default;
        Extent owner = Next(line, ref at);
        Extent group = Next(line, ref at);
        Extent size = Next(line, ref at);
        if (group.Length == 0 || size.Length == 0 || !char.IsAsciiDigit((char)line[links.Start]) || !char.IsAsciiDigit((char)line[size.Start])
            || !line[group.End..size.Start].Trim((byte)' ').IsEmpty || size.End >= line.Length || owner.Length == 0)
        {
            return false;
        }

        // "Nov 24 07:59", "Nov 24  2025", "2025-11-24 07:59" and longer: up to the time or the year.
        int dateStart = size.End + 1;
        at = dateStart;
        for (int field = 0; field < 3; field++)
        {
            Extent part = Next(line, ref at);
            bool isYear = field == 2 && part.Length == 4 && char.IsAsciiDigit((char)line[part.Start]);
            bool isTime = isYear || (field > 0 && line[part.Start..part.End].Contains((byte)':'));
            if (isTime && part.End + 1 < line.Length && line[part.End] == ' ' && line[dateStart] != ' ' && line[dateStart] != '"')
            {
                row = new Row(
                    new Extent(start, start + group.End),
                    new Extent(start + size.Start, start + size.End),
                    new Extent(start + dateStart, start + part.End));
                return true;
            }
        }

        return false;
    }

    private static Extent Next(ReadOnlySpan<byte> line, ref int at)
    {
        int start = line[at..].IndexOfAnyExcept((byte)' ');
        if (start < 0)
        {
            at = line.Length;
            return new Extent(at, at);
        }

        start += at;
        int length = line[start..].IndexOf((byte)' ');
        at = length < 0 ? line.Length : start + length;
        return new Extent(start, at);
    }

    /// <param name="Owner">Mode, links, owner and group, from the start of the line.</param>
    /// <param name="Size">The size.</param>
    /// <param name="Date">The date.</param>
    private readonly record struct Row(Extent Owner, Extent Size, Extent Date);
}
