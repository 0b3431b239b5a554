using Headroom.Compression.Logs;

namespace Headroom.Compression.Builds;

/// <summary>
/// Reads what a line of output means: pytest, unittest, jest, vitest, mocha, go, cargo, dotnet, maven, gradle, npm, pip, make, gcc,
/// clang, ninja, cmake, tsc, eslint, ruff, mypy, rspec, phpunit, terraform, BuildKit, apt and git. By the place of words, never by words alone.
/// </summary>
internal static class LineReader
{
    private const int MaxAnalysedBytes = 1024;

    /// <summary>Reads one line without its terminator.</summary>
    public static BuildLine Read(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)'\r'))
        {
            line = LastState(line);
        }

        line = line.Length > MaxAnalysedBytes ? line[..MaxAnalysedBytes] : line;
        if (line.IndexOf((byte)0x1B) < 0)
        {
            return ReadPlain(line);
        }

        Span<byte> plain = stackalloc byte[MaxAnalysedBytes];
        BuildLine read = ReadPlain(WithoutColours(line, plain));
        return read with { GroupStart = 0, GroupLength = 0 };
    }

    /// <summary>What a terminal shows of a line that was overwritten again and again.</summary>
    public static ReadOnlySpan<byte> LastState(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        return line[(line.LastIndexOf((byte)'\r') + 1)..];
    }

    /// <summary>Reads a line that is neither coloured nor overwritten.</summary>
    public static BuildLine ReadPlain(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        if (text.IsEmpty)
        {
            return new BuildLine(LineRole.Blank);
        }

        int indentation = line.Length - text.Length;
        if (TestLines.TryRead(text, out BuildLine read) || DiagnosticLine.TryRead(text, out read) || StepLines.TryRead(text, out read))
        {
            return read with { GroupStart = read.GroupStart + indentation };
        }

        if (LinePrefixes.TryFind(text, out LineRole role, out bool isEvidence))
        {
            read = new BuildLine(role, isEvidence);
            if (role is LineRole.Passed or LineRole.Skipped && char.IsAsciiLetter((char)text[0]) && !text.EndsWith("]"u8))
            {
                // A verdict in words has its duration behind it; without, a program may have printed it.
                return new BuildLine(LineRole.Text);
            }

            return read.IsRoutine && TellsFailure(text) ? read with { Role = LineRole.Failure } : read;
        }

        int stamp = char.IsAsciiDigit((char)text[0]) || text[0] == '[' ? TimeStamp.Length(text) : 0;
        return stamp > 0 && stamp < text.Length ? ReadPlain(text[stamp..]) with { GroupStart = 0, GroupLength = 0 } : new BuildLine(LineRole.Text);
    }

    /// <summary>A step that went wrong: <c>make[1]: *** [a.o] Error 1</c>, <c>&gt; Task :test FAILED</c>.</summary>
    private static bool TellsFailure(ReadOnlySpan<byte> text) =>
        text.IndexOf("FAILED"u8) >= 0 || text.IndexOf("*** "u8) >= 0 || text.IndexOf(": error"u8) >= 0 || text.IndexOf("ERROR"u8) >= 0 || text.IndexOf("rror: "u8) >= 0
        || text.IndexOf("failed"u8) >= 0;

    /// <summary>The beginning of a line without its ANSI escape sequences (ECMA-48: CSI, parameters, one final byte).</summary>
    private static ReadOnlySpan<byte> WithoutColours(ReadOnlySpan<byte> line, Span<byte> plain)
    {
        int length = 0;
        for (int i = 0; i < line.Length && length < plain.Length; i++)
        {
            if (line[i] != 0x1B || i + 1 >= line.Length || line[i + 1] != '[')
            {
                plain[length++] = line[i];
                continue;
            }

            for (i += 2; i < line.Length && line[i] is < 0x40 or > 0x7E; i++)
            {
            }
        }

        return plain[..length];
    }
}
