using System.Buffers;

namespace Headroom.Compression.Sections;

/// <summary>Recognises lines that people and agents write between contents of different kinds.</summary>
internal static class BoundaryLine
{
    private const int MaxLength = 160;
    private const int MaxLabel = 40;
    private const int MinRule = 4;

    private static readonly SearchValues<byte> LabelBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-"u8);
    private static readonly SearchValues<byte> TagBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/:.=\"' "u8);

    /// <summary>Whether a line parts what stands before it from what follows: a rule or banner, a tag alone, a label, a command, a note in brackets.</summary>
    /// <param name="line">The line without its terminator.</param>
    public static bool IsIn(ReadOnlySpan<byte> line) =>
        line.Length is > 1 and <= MaxLength && (IsRule(line) || IsTag(line) || IsLabel(line) || IsNote(line) || line.StartsWith("$ "u8));

    /// <summary>Whether a line is a name with a short value, such as <c>Exit code: 0</c>, as agents put around a command's output.</summary>
    public static bool IsField(ReadOnlySpan<byte> line)
    {
        int colon = line.Length is > 1 and <= MaxLength ? line.IndexOf(": "u8) : -1;
        return colon is > 0 and <= MaxLabel && char.IsAsciiLetterUpper((char)line[0]) && !line[..colon].ContainsAnyExcept(LabelBytes);
    }

    /// <summary>The bytes of a name before a JSON value on the same line, as in <c>Output: [</c>; 0 where the line begins otherwise.</summary>
    public static int LengthOfNameBeforeJson(ReadOnlySpan<byte> line)
    {
        int colon = line[..Math.Min(line.Length, MaxLabel + 2)].IndexOf(": "u8);
        return colon > 0 && colon + 2 < line.Length && line[colon + 2] is (byte)'{' or (byte)'['
            && char.IsAsciiLetterUpper((char)line[0]) && !line[..colon].ContainsAnyExcept(LabelBytes) ? colon + 2 : 0;
    }

    /// <summary>How many fence characters a line of Markdown opens or closes a code block with; 0 where it is no fence.</summary>
    public static int FenceLength(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart((byte)' ');
        if (line.Length - text.Length > 3 || text.IsEmpty || text[0] is not ((byte)'`' or (byte)'~'))
        {
            return 0;
        }

        int length = text.IndexOfAnyExcept(text[0]);
        return length < 0 ? (text.Length >= 3 ? text.Length : 0) : length >= 3 && !text[length..].Contains((byte)'`') ? length : 0;
    }

    private static bool IsRule(ReadOnlySpan<byte> line)
    {
        int run = line.IndexOfAnyExcept(line[0]);
        return line[0] is (byte)'=' or (byte)'-' or (byte)'*' or (byte)'#' or (byte)'~' or (byte)'_'
            && (run < 0 ? line.Length >= MinRule : run >= 3 && line.EndsWith(line[..3]));
    }

    private static bool IsTag(ReadOnlySpan<byte> line) =>
        line[0] == '<' && line[^1] == '>' && line.Length > 2 && !line[1..^1].ContainsAnyExcept(TagBytes);

    private static bool IsLabel(ReadOnlySpan<byte> line) =>
        line[^1] == ':' && line.Length <= MaxLabel && char.IsAsciiLetterUpper((char)line[0]) && !line[..^1].ContainsAnyExcept(LabelBytes);

    private static bool IsNote(ReadOnlySpan<byte> line) =>
        line[0] == '[' && line[^1] == ']' && line.Length > 2 && char.IsAsciiLetter((char)line[1]) && line.Contains((byte)' ');
}
