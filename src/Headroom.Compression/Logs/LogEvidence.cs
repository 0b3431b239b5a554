namespace Headroom.Compression.Logs;

/// <summary>
/// Tells a log by positional evidence: a time stamp or a level where a logger puts it, or stack frames, in most of the
/// first lines. Words such as "error" or "failed" in prose are no evidence.
/// </summary>
internal static class LogEvidence
{
    private const int SampleLines = 200;
    private const int StampTokens = 5;

    /// <summary>Whether a block looks like a log.</summary>
    public static bool LooksLikeLog(ReadOnlySpan<byte> content)
    {
        int lines = 0;
        int evident = 0;
        int heads = 0;
        while (!content.IsEmpty && lines < SampleLines)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
            content = end < 0 ? default : content[(end + 1)..];
            if (line.IsEmpty)
            {
                continue;
            }

            lines++;
            int kind = Evidence(line[LineNumbering.PrefixOf(line)..]);
            evident += kind > 0 ? 1 : 0;
            heads += kind == 2 ? 1 : 0;
        }

        return lines >= 3 && heads >= 2 && evident * 10 >= lines * 6;
    }

    /// <summary>2: stamp or level; 1: a stack frame; 0: nothing.</summary>
    private static int Evidence(ReadOnlySpan<byte> line)
    {
        if (StartsWithLevel(line))
        {
            return 2;
        }

        ReadOnlySpan<byte> rest = line;
        for (int i = 0; i < StampTokens && !rest.IsEmpty; i++)
        {
            int stamp = TimeStamp.Length(rest);
            if (stamp > 0)
            {
                // A comma behind it: a column of a table.
                return stamp < rest.Length && rest[stamp] is (byte)',' or (byte)';' ? 0 : 2;
            }

            int space = rest.IndexOf((byte)' ');
            rest = space < 0 || space > 40 ? default : rest[(space + 1)..];
        }

        return Severity.IsStackFrame(line) ? 1 : 0;
    }

    /// <summary>A level at the very start, set off as loggers do: <c>INFO: x</c>, <c>[warn] x</c>, <c>ERROR x</c>, <c>level=info</c>.</summary>
    private static bool StartsWithLevel(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOfAny((byte)' ', (byte)'\t');
        if (end is <= 0 or > 24)
        {
            return false;
        }

        ReadOnlySpan<byte> token = line[..end];
        return token[0] is not ((byte)'"' or (byte)'{' or (byte)'<') && Severity.FieldLevel(token, stamped: false) != LogLevel.None;
    }
}
