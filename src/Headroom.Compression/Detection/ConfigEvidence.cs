using System.Buffers;

namespace Headroom.Compression.Detection;

/// <summary>Tells settings by their lines: YAML (1.2: keys, list items, document marks), TOML and INI (sections, keys with values).</summary>
internal static class ConfigEvidence
{
    private const int SampleLines = 200;
    private const int MinLines = 4;

    private static readonly SearchValues<byte> KeyBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./$\"'"u8);

    /// <summary>Whether nine of ten lines are settings, in one of the two ways, and some of them stand under others.</summary>
    public static bool IsConfig(ReadOnlySpan<byte> utf8)
    {
        (int lines, int yaml, int toml, int nested, int sections) = (0, 0, 0, 0, 0);
        while (!utf8.IsEmpty && lines < SampleLines)
        {
            int length = utf8.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (length < 0 ? utf8 : utf8[..length]).TrimEnd(" \r"u8);
            utf8 = length < 0 ? default : utf8[(length + 1)..];
            ReadOnlySpan<byte> text = line.TrimStart((byte)' ');
            if (text.IsEmpty || text[0] is (byte)'#' or (byte)';')
            {
                continue;
            }

            lines++;
            bool isItem = text.StartsWith("- "u8);
            bool isKey = IsKey(isItem ? text[2..].TrimStart((byte)' ') : text, (byte)':');
            yaml += isKey || isItem || text.SequenceEqual("---"u8) ? 1 : 0;
            nested += (isKey && (line.Length > text.Length || text[^1] == ':')) || isItem ? 1 : 0;
            bool isSection = text[0] == '[' && text[^1] == ']';
            toml += isSection || IsKey(text, (byte)'=') || text[0] is (byte)']' or (byte)'"' ? 1 : 0;
            sections += isSection ? 1 : 0;
        }

        return lines >= MinLines && ((yaml * 10 >= lines * 9 && nested * 2 >= lines) || (toml * 10 >= lines * 9 && sections > 0));
    }

    // A name of one word, the sign, and then a space or nothing.
    private static bool IsKey(ReadOnlySpan<byte> text, byte sign)
    {
        int at = text.IndexOf(sign);
        ReadOnlySpan<byte> key = at > 0 ? text[..at].TrimEnd((byte)' ') : default;
        return !key.IsEmpty && !key.ContainsAnyExcept(KeyBytes) && (sign == '=' || at + 1 == text.Length || text[at + 1] == ' ');
    }
}
