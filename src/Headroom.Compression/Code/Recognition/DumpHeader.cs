namespace Headroom.Compression.Code.Recognition;

/// <summary>The line that names a file inside a block of several, and what belongs to the wrapping around the file.</summary>
internal static class DumpHeader
{
    private const int MinRule = 2;

    /// <summary>Reads the line; the language is <see cref="CodeLanguage.None"/> for files of other kinds.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out CodeLanguage language)
    {
        language = CodeLanguage.None;
        if (line.Length < 6)
        {
            return false;
        }

        if (line[0] == '<')
        {
            return TryReadTag(line, out language);
        }

        // Signs before the path: a rule (which ends the line, too), a comment or a heading.
        ReadOnlySpan<byte> rest = line.TrimStart("=-#*+/> "u8);
        int signs = line.Length - rest.Length;
        ReadOnlySpan<byte> path = rest.TrimEnd("=-#*+<> "u8);
        bool isRuled = signs > MinRule && rest.Length - path.Length > MinRule;
        bool isNamed = path.StartsWith("File: "u8) || path.StartsWith("FILE: "u8) || path.StartsWith("file: "u8);
        if (isNamed)
        {
            path = path[6..].Trim(" `"u8);
        }

        bool isHeading = line.StartsWith("## "u8) || line.StartsWith("### "u8) || line.StartsWith("#### "u8);
        return (isRuled || isNamed || (isHeading && path.IndexOfAny((byte)'/', (byte)'.') > 0)) && LanguageOfPath.TryRead(path.Trim((byte)'`'), out language);
    }

    private static bool TryReadTag(ReadOnlySpan<byte> line, out CodeLanguage language)
    {
        language = CodeLanguage.None;
        ReadOnlySpan<byte> path = default;
        if (line.StartsWith("<file "u8) || line.StartsWith("<document "u8))
        {
            int name = Math.Max(line.IndexOf("path=\""u8) + 6, line.IndexOf("name=\""u8) + 6);
            int length = name > 6 ? line[name..].IndexOf((byte)'"') : -1;
            path = length < 0 ? default : line.Slice(name, length);
        }
        else if (line.StartsWith("<source>"u8) && line.EndsWith("</source>"u8))
        {
            path = line[8..^9];
        }

        return LanguageOfPath.TryRead(path, out language);
    }

    /// <summary>The file between two header lines, without rules, tags and fences around it.</summary>
    public static Range Body(ReadOnlySpan<byte> content, int start, int end)
    {
        while (start < end && NextLine(content, start, end, out int next) is var line && (line.IsEmpty || IsRule(line) || line.StartsWith("<document_content>"u8)))
        {
            start = next;
        }

        bool isFenced = NextLine(content, start, end, out int inside).StartsWith("```"u8);
        start = isFenced ? inside : start;
        while (end > start)
        {
            int last = content[start..(end - 1)].LastIndexOf((byte)'\n') + 1 + start;
            ReadOnlySpan<byte> line = content[last..end].Trim(" \t\r\n"u8);
            bool isWrapping = line.IsEmpty || IsRule(line) || line.StartsWith("</file"u8) || line.StartsWith("</document"u8) || line.StartsWith("<document "u8)
                || (isFenced && !line.StartsWith("```"u8));
            if (isWrapping || line.StartsWith("```"u8))
            {
                end = last;
            }

            if (!isWrapping)
            {
                break;
            }
        }

        return start..end;
    }

    private static ReadOnlySpan<byte> NextLine(ReadOnlySpan<byte> content, int start, int end, out int next)
    {
        int length = content[start..end].IndexOf((byte)'\n');
        next = length < 0 ? end : start + length + 1;
        return content[start..next].Trim(" \t\r\n"u8);
    }

    private static bool IsRule(ReadOnlySpan<byte> line) => line.Length > MinRule && line.IndexOfAnyExcept((byte)'=', (byte)'-') < 0;
}
