namespace Headroom.Compression.Logs;

/// <summary>
/// Tells a log by positional evidence: a time stamp or a level where a logger puts it, or stack frames, in most of the
/// first lines. Words such as "error" or "failed" in prose are no evidence.
/// </summary>
internal static class LogEvidence
{
    private const int SampleLines = 200;
    private const int StampTokens = 5;
    private const int MinFrames = 8;
    private const int MaxSourceBytes = 64;

    /// <summary>Whether a block looks like a log.</summary>
    public static bool LooksLikeLog(ReadOnlySpan<byte> content)
    {
        int lines = 0;
        int evident = 0;
        int heads = 0;
        int frames = 0;
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
            frames += kind == 1 ? 1 : 0;
        }

        // A Python frame has a line of code below it, so that frames are hardly more than half of a trace.
        return (lines >= 3 && heads >= 2 && evident * 10 >= lines * 6) || (frames >= MinFrames && evident * 10 >= lines * 4);
    }

    /// <summary>2: stamp or level; 1: a stack frame; 0: nothing.</summary>
    private static int Evidence(ReadOnlySpan<byte> line)
    {
        line = WithoutSource(WithoutColour(line));
        if (StartsWithLevel(line) || IsSinceBoot(line) || IsLogfmt(line))
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

    /// <summary>A colour before a level or a stamp (ECMA-48, SGR).</summary>
    private static ReadOnlySpan<byte> WithoutColour(ReadOnlySpan<byte> line)
    {
        int end = line.StartsWith("\u001b["u8) ? line.IndexOf((byte)'m') : -1;
        return end is > 0 and < 16 ? line[(end + 1)..] : line;
    }

    /// <summary>The container that Docker Compose names before a line: <c>web-1  | …</c>.</summary>
    private static ReadOnlySpan<byte> WithoutSource(ReadOnlySpan<byte> line)
    {
        int bar = line.IndexOf(" | "u8);
        return bar is > 0 and < MaxSourceBytes && !line[..bar].TrimEnd((byte)' ').Contains((byte)' ') && line[0] != '|' ? WithoutColour(line[(bar + 3)..]) : line;
    }

    /// <summary>The kernel's seconds since boot: <c>[    3.141592] …</c>.</summary>
    private static bool IsSinceBoot(ReadOnlySpan<byte> line)
    {
        int close = line.Length > 0 && line[0] == '[' ? line.IndexOf((byte)']') : -1;
        ReadOnlySpan<byte> seconds = close is > 8 and < 20 ? line[1..close].TrimStart((byte)' ') : default;
        int dot = seconds.IndexOf((byte)'.');
        return dot > 0 && seconds.Length - dot == 7 && seconds[..dot].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && seconds[(dot + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary><c>time=… level=… msg=…</c>, whichever of the first two comes first.</summary>
    private static bool IsLogfmt(ReadOnlySpan<byte> line) =>
        (line.StartsWith("time="u8) || line.StartsWith("ts="u8) || line.StartsWith("t="u8) || line.StartsWith("timestamp="u8))
        && (line.IndexOf(" level="u8) > 0 || line.IndexOf(" lvl="u8) > 0);

    /// <summary>A level at the very start, set off as loggers do: <c>INFO: x</c>, <c>[warn] x</c>, <c>ERROR x</c>, <c>level=info</c>.</summary>
    private static bool StartsWithLevel(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOfAny((byte)' ', (byte)'\t');
        if (end is <= 0 or > 24)
        {
            return false;
        }

        ReadOnlySpan<byte> token = line[..end];
        int colour = token.IndexOf((byte)0x1B);
        if (colour == 0)
        {
            return false;
        }

        token = colour > 0 ? token[..colour] : token;
        return token[0] is not ((byte)'"' or (byte)'{' or (byte)'<') && Severity.FieldLevel(token, stamped: false) != LogLevel.None;
    }
}
