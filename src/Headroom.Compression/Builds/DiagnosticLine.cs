namespace Headroom.Compression.Builds;

/// <summary>
/// A compiler's or linter's message with its place: <c>a.c:3:9: error: …</c> (GNU), <c>A.cs(3,9): error CS0103: …</c> (MSBuild, tsc),
/// <c>a.ts:3:9 - error TS2345: …</c>, <c>a.py:3:9: F401 …</c>, and <c>  3:9  error  …</c> below a path (ESLint).
/// </summary>
internal static class DiagnosticLine
{
    private const int MaxPlaceBytes = 400;

    /// <summary>Reads a line behind its indentation.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out BuildLine line)
    {
        line = default;
        ReadOnlySpan<byte> head = text.Length > MaxPlaceBytes ? text[..MaxPlaceBytes] : text;
        if (char.IsAsciiDigit((char)head[0]))
        {
            return TryReadStylish(head, out line);
        }

        int digits = FindPlace(head, out int path);
        if (digits < 0)
        {
            return false;
        }

        // Behind the line number: more numbers, then what sets the message off.
        int at = digits;
        while (at < head.Length && head[at] is (>= (byte)'0' and <= (byte)'9') or (byte)':' or (byte)',' or (byte)')')
        {
            at++;
        }

        ReadOnlySpan<byte> message = head[at..].TrimStart(" -"u8);
        LineRole role = Grade(message);
        if (role == LineRole.Text && head[..path].EndsWith(".go"u8) && head[(digits - 1)..at].Count((byte)':') == 3 && at < head.Length && head[at] == ' ')
        {
            // The Go compiler and vet name no severity, and a search that prints columns sets no space behind them.
            line = new BuildLine(LineRole.Failure, IsEvidence: false, 0, path);
            return true;
        }

        if (role == LineRole.Text && (at == head.Length || head[at] != ' ' || !IsRuleCode(message)))
        {
            return false;
        }

        line = new BuildLine(role == LineRole.Text ? LineRole.Warning : role, IsEvidence: true, 0, path);
        return true;
    }

    /// <summary>Where the line number behind a path begins; -1 where there is none.</summary>
    private static int FindPlace(ReadOnlySpan<byte> head, out int path)
    {
        for (path = 1; path + 1 < head.Length; path++)
        {
            int next = head[path..].IndexOfAny((byte)':', (byte)'(');
            if (next < 0)
            {
                break;
            }

            path += next;
            if (path + 1 < head.Length && char.IsAsciiDigit((char)head[path + 1]) && head[..path].IndexOfAny((byte)'.', (byte)'/', (byte)'\\') >= 0)
            {
                return path + 1;
            }
        }

        path = 0;
        return -1;
    }

    private static LineRole Grade(ReadOnlySpan<byte> message) =>
        message.StartsWith("error"u8) || message.StartsWith("fatal error"u8) || message.StartsWith("Error"u8) || message.StartsWith("undefined reference"u8) ? LineRole.Failure
        : message.StartsWith("warning"u8) || message.StartsWith("Warning"u8) ? LineRole.Warning
        : LineRole.Text;

    /// <summary>One to four letters, then two to five digits: <c>F401</c>, <c>PLR0913</c>, <c>C0114</c>.</summary>
    private static bool IsRuleCode(ReadOnlySpan<byte> message)
    {
        int letters = 0;
        while (letters < message.Length && letters < 5 && char.IsAsciiLetterUpper((char)message[letters]))
        {
            letters++;
        }

        int digits = letters;
        while (digits < message.Length && char.IsAsciiDigit((char)message[digits]))
        {
            digits++;
        }

        return letters is >= 1 and <= 4 && digits - letters is >= 2 and <= 5 && digits < message.Length && message[digits] is (byte)' ' or (byte)':';
    }

    private static bool TryReadStylish(ReadOnlySpan<byte> head, out BuildLine line)
    {
        line = default;
        int at = 0;
        while (at < head.Length && head[at] is (>= (byte)'0' and <= (byte)'9') or (byte)':')
        {
            at++;
        }

        // One colon and two spaces: a time of day before a level has two colons and one space.
        if (head[..at].Count((byte)':') != 1 || !head[at..].StartsWith("  "u8))
        {
            return false;
        }

        ReadOnlySpan<byte> message = head[at..].TrimStart((byte)' ');
        LineRole role = message.StartsWith("error "u8) ? LineRole.Failure : message.StartsWith("warning "u8) ? LineRole.Warning : LineRole.Text;
        line = new BuildLine(role, IsEvidence: true);
        return role != LineRole.Text;
    }
}
