using System.Buffers;

namespace Headroom.Compression.Logs;

/// <summary>Reads the level of a log line from where loggers put it, and recognises exceptions by their shape.</summary>
internal static class Severity
{
    private const int LevelTokens = 11;
    private const int LevelBytes = 256;
    private const int LongestName = 11;

    private static readonly SearchValues<byte> Separators = SearchValues.Create(" \t|"u8);

    private static readonly (byte[] Name, LogLevel Level)[] Names =
    [
        ([.. "fatal"u8], LogLevel.Error), ([.. "error"u8], LogLevel.Error), ([.. "err"u8], LogLevel.Error),
        ([.. "critical"u8], LogLevel.Error), ([.. "crit"u8], LogLevel.Error), ([.. "severe"u8], LogLevel.Error),
        ([.. "panic"u8], LogLevel.Error), ([.. "emerg"u8], LogLevel.Error), ([.. "emergency"u8], LogLevel.Error),
        ([.. "alert"u8], LogLevel.Error), ([.. "failure"u8], LogLevel.Error), ([.. "fail"u8], LogLevel.Error),
        ([.. "warning"u8], LogLevel.Warning), ([.. "warn"u8], LogLevel.Warning), ([.. "wrn"u8], LogLevel.Warning),
        ([.. "info"u8], LogLevel.Info), ([.. "inf"u8], LogLevel.Info), ([.. "information"u8], LogLevel.Info),
        ([.. "notice"u8], LogLevel.Info), ([.. "debug"u8], LogLevel.Info), ([.. "dbg"u8], LogLevel.Info),
        ([.. "trace"u8], LogLevel.Info), ([.. "verbose"u8], LogLevel.Info), ([.. "fine"u8], LogLevel.Info),
    ];

    private static readonly (byte[] Name, LogLevel Level)[][] NamesByLength =
        [.. Enumerable.Range(0, LongestName + 1).Select(length => Names.Where(name => name.Name.Length == length).ToArray())];

    private static readonly byte[][] Traces =
    [
        [.. "Traceback (most recent call last)"u8], [.. "Caused by: "u8], [.. "panic: "u8], [.. "goroutine "u8],
        [.. "Unhandled exception"u8], [.. "Exception in thread"u8], [.. "fatal: "u8], [.. "FATAL"u8], [.. "panicked at"u8],
    ];

    private static readonly byte[][] ExceptionWords = [[.. "Exception"u8], [.. "Error:"u8], [.. "panicked at"u8], [.. "Traceback ("u8]];

    private static readonly SearchValues<string> Failures = SearchValues.Create(
        ["fail", "error", "denied", "refused", "timeout", "timed", "exception", "fatal", "abort", "panic", "corrupt", "invalid",
         "unreachable", "killed", "crash", "reject", "lost", "unavailable", "broken", "wrong", "expired", "missing", "warn"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>The level of a line; <paramref name="text"/> begins behind the time stamp, if there is one.</summary>
    /// <param name="text">The line.</param>
    /// <param name="stamped">Whether a time stamp was there: then single-letter levels count.</param>
    public static LogLevel Of(ReadOnlySpan<byte> text, bool stamped)
    {
        LogLevel level = FieldLevel(text, stamped);
        return level == LogLevel.Error || !(HasExceptionShape(text) || HttpStatus.IsServerError(text)) ? level : LogLevel.Error;
    }

    /// <summary>Whether a word names a failure, so that two lines that differ in it are two events.</summary>
    public static bool NamesFailure(ReadOnlySpan<byte> token)
    {
        if (token.Length is < 4 or > 64)
        {
            return false;
        }

        Span<char> characters = stackalloc char[64];
        for (int i = 0; i < token.Length; i++)
        {
            characters[i] = (char)token[i];
        }

        return ((ReadOnlySpan<char>)characters[..token.Length]).ContainsAny(Failures);
    }

    /// <summary>Whether a line is a frame or a connecting line of a stack trace.</summary>
    public static bool IsStackFrame(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        bool indented = text.Length < line.Length;
        return text.StartsWith("Caused by: "u8) || text.StartsWith("Traceback (most recent call last)"u8)
            || (indented && (text.StartsWith("at "u8) || text.StartsWith("File \""u8) || text.StartsWith("... "u8)))
            || (text.StartsWith("at "u8) && text.Contains((byte)'('));
    }

    /// <summary>The level by a level field alone.</summary>
    public static LogLevel FieldLevel(ReadOnlySpan<byte> text, bool stamped)
    {
        ReadOnlySpan<byte> rest = text[..Math.Min(text.Length, LevelBytes)];
        for (int index = 0; index < LevelTokens && !rest.IsEmpty; index++)
        {
            int end = rest.IndexOfAny(Separators);
            ReadOnlySpan<byte> token = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (token.IsEmpty)
            {
                index--;
                continue;
            }

            LogLevel level = TokenLevel(token, index, stamped);
            if (level != LogLevel.None)
            {
                return level;
            }
        }

        return LogLevel.None;
    }

    private static LogLevel TokenLevel(ReadOnlySpan<byte> token, int index, bool stamped)
    {
        ReadOnlySpan<byte> name = token.Trim("[]():,\"{}<>"u8);
        int assigned = name.LastIndexOfAny((byte)'=', (byte)':');
        bool named = assigned >= 0 && IsLevelKey(name[..assigned]);
        name = named ? name[(assigned + 1)..].Trim("\" "u8) : name;
        if (name.Length == 1)
        {
            return !stamped || index > 2 || token.Length > 3 ? LogLevel.None : name[0] switch
            {
                (byte)'E' or (byte)'F' => LogLevel.Error,
                (byte)'W' => LogLevel.Warning,
                (byte)'I' or (byte)'D' or (byte)'V' => LogLevel.Info,
                _ => LogLevel.None,
            };
        }

        if (name.Length > LongestName)
        {
            return LogLevel.None;
        }

        foreach ((byte[] candidate, LogLevel level) in NamesByLength[name.Length])
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, candidate))
            {
                bool isUpper = !name.ContainsAnyInRange((byte)'a', (byte)'z');
                bool isSetOff = name.Length < token.Length && index <= 4;
                return isUpper || named || isSetOff || (index == 0 && stamped) ? level : LogLevel.None;
            }
        }

        return LogLevel.None;
    }

    private static bool IsLevelKey(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> name = key.Trim("\"{ "u8);
        return System.Text.Ascii.EqualsIgnoreCase(name, "level"u8) || System.Text.Ascii.EqualsIgnoreCase(name, "lvl"u8)
            || System.Text.Ascii.EqualsIgnoreCase(name, "severity"u8);
    }

    private static bool HasExceptionShape(ReadOnlySpan<byte> text)
    {
        if (text.Length > 1 && text[0] is (byte)' ' or (byte)'\t')
        {
            if (IsStackFrame(text))
            {
                return true;
            }
        }

        ReadOnlySpan<byte> trimmed = text.TrimStart(" \t"u8);
        foreach (byte[] trace in Traces)
        {
            if (trimmed.StartsWith(trace))
            {
                return true;
            }
        }

        foreach (byte[] word in ExceptionWords)
        {
            int at = text.IndexOf(word);
            if (at > 0 && (char.IsAsciiLetter((char)text[at - 1]) || word[^1] != ':'))
            {
                return true;
            }
        }

        return false;
    }
}
