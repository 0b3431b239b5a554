using System.Buffers.Text;

namespace Headroom.Compression.Diffs;

/// <summary>
/// The header of a hunk in the unified format (POSIX.1-2017, diff, "Diff -u Output Format"; git's combined format has one more
/// <c>@</c> and one more range per further parent).
/// </summary>
/// <param name="Parents">How many old sides there are.</param>
/// <param name="OldLines">Lines of the old side; meaningful with one parent only.</param>
/// <param name="NewLines">Lines of the new side.</param>
internal readonly record struct HunkHeader(int Parents, int OldLines, int NewLines)
{
    private const int MaxParents = 16;

    /// <summary>Reads a line; <c>false</c> where it is no such header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out HunkHeader header)
    {
        header = default;
        int signs = line.IndexOfAnyExcept((byte)'@');
        if (signs is < 2 or > MaxParents || line[signs] != ' ')
        {
            return false;
        }

        int at = signs + 1;
        int old = 0;
        for (int parent = 0; parent < signs - 1; parent++)
        {
            if (!TryReadRange(line, ref at, (byte)'-', out old))
            {
                return false;
            }
        }

        if (!TryReadRange(line, ref at, (byte)'+', out int added) || !line[at..].StartsWith(line[..signs]))
        {
            return false;
        }

        header = new HunkHeader(signs - 1, old, added);
        return true;
    }

    // "-12,7 " or "-12 ", which means one line.
    private static bool TryReadRange(ReadOnlySpan<byte> line, ref int at, byte sign, out int count)
    {
        count = 1;
        if (at >= line.Length || line[at] != sign || !Utf8Parser.TryParse(line[(at + 1)..], out int start, out int used) || start < 0)
        {
            return false;
        }

        at += 1 + used;
        if (at < line.Length && line[at] == ',')
        {
            if (!Utf8Parser.TryParse(line[(at + 1)..], out count, out used) || count < 0)
            {
                return false;
            }

            at += 1 + used;
        }

        if (at >= line.Length || line[at] != ' ')
        {
            return false;
        }

        at++;
        return true;
    }
}
