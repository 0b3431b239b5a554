using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Json.Sampling;

/// <summary>What a field says about how things went, by its name.</summary>
[Flags]
internal enum FieldKind
{
    None = 0,
    Level = 1,
    Status = 2,
    Error = 4,
    Exit = 8,
    Success = 16,
}

/// <summary>Fields whose values tell that something went wrong: levels, states, HTTP status, exit codes, success.</summary>
internal static class FieldSignals
{
    private const int LongestName = 24;
    private const int LongestValue = 20;
    private const int MaxSigns = 6;

    private static readonly FrozenSet<string> LevelFields = Set(
        "level", "severity", "status", "state", "loglevel", "lvl", "result", "outcome", "conclusion", "health", "phase", "priority", "type", "event_type", "eventtype");

    private static readonly FrozenSet<string> BadLevels = Set(
        "error", "err", "fatal", "critical", "crit", "alert", "emerg", "emergency", "severe", "panic", "fail", "failed", "failure", "failing",
        "crashed", "crashloopbackoff", "unhealthy", "down", "degraded", "dead", "aborted", "timed_out", "timeout", "rejected", "declined", "broken", "evicted", "oomkilled");

    private static readonly FrozenSet<string> StatusFields = Set(
        "status", "statuscode", "code", "httpstatus", "httpcode", "httpstatuscode", "responsecode", "responsestatus");

    private static readonly FrozenSet<string> ExitFields = Set("exitcode", "exitstatus", "returncode", "rc");

    private static readonly FrozenSet<string> SuccessFields = Set("success", "succeeded", "successful", "ok", "passed", "healthy", "isok", "issuccess", "ishealthy");

    private static readonly FrozenSet<string> ErrorFields = Set(
        "error", "errors", "exception", "err", "errormessage", "errormsg", "errorcode", "stacktrace", "traceback", "failure", "failures", "failurereason", "panic");

    private static readonly FrozenDictionary<string, FieldKind> Kinds = new[]
    {
        (LevelFields, FieldKind.Level), (StatusFields, FieldKind.Status), (ErrorFields, FieldKind.Error), (ExitFields, FieldKind.Exit), (SuccessFields, FieldKind.Success),
    }
    .SelectMany(set => set.Item1.Select(name => (Name: name, Kind: set.Item2)))
    .GroupBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
    .ToFrozenDictionary(group => group.Key, group => group.Aggregate(FieldKind.None, (kinds, pair) => kinds | pair.Kind), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, FieldKind>.AlternateLookup<ReadOnlySpan<char>> KindsBySpan = Kinds.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BadLevelsBySpan = BadLevels.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<byte> Signs = SearchValues.Create("\"'\\ \t"u8);

    /// <summary>What a field says, by its name; underscores, hyphens and spaces do not matter.</summary>
    public static FieldKind KindOf(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName)
        {
            return FieldKind.None;
        }

        Span<char> letters = stackalloc char[LongestName];
        int length = 0;
        foreach (byte letter in name)
        {
            letters[length] = (char)letter;
            length += letter is (byte)'_' or (byte)'-' or (byte)' ' ? 0 : 1;
        }

        return KindsBySpan.TryGetValue(letters[..length], out FieldKind kind) ? kind : FieldKind.None;
    }

    /// <summary>Whether a level or state is a bad one.</summary>
    public static bool IsBadLevel(ReadOnlySpan<byte> value)
    {
        Span<char> letters = stackalloc char[LongestValue];
        return value.Length <= LongestValue && BadLevelsBySpan.Contains(letters[..Encoding.Latin1.GetChars(value, letters)]);
    }

    /// <summary>Whether an HTTP status is an error.</summary>
    public static bool IsBadStatus(ReadOnlySpan<byte> text) =>
        text.Length == 3 && Utf8Parser.TryParse(text, out int status, out int used) && used == 3 && status is >= 400 and < 600;

    /// <summary>Whether a text has a field with a bad value: <c>status=degraded</c>, <c>\"state\": \"critical\"</c>, <c>exit code: 137</c>.</summary>
    public static bool IsBadIn(ReadOnlySpan<byte> text)
    {
        int from = 0;
        for (int at; (at = text[from..].IndexOfAny((byte)':', (byte)'=')) >= 0;)
        {
            at += from;
            from = at + 1;
            ReadOnlySpan<byte> before = text[Math.Max(0, at - LongestName - MaxSigns)..at];
            before = before[..(before.LastIndexOfAnyExcept(Signs) + 1)];
            int start = before.Length;
            while (start > 0 && IsWord(before[start - 1]))
            {
                start--;
            }

            FieldKind kind = start == before.Length ? FieldKind.None : KindOf(before[start..]) | KindOfTwo(before, start);
            if (kind != FieldKind.None && IsBadValue(kind, text[from..Math.Min(text.Length, from + LongestValue + MaxSigns)]))
            {
                return true;
            }
        }

        return false;
    }

    // In prose a name may be two words: "exit code: 1".
    private static FieldKind KindOfTwo(ReadOnlySpan<byte> before, int start)
    {
        int first = start - 1;
        while (first > 0 && IsWord(before[first - 1]))
        {
            first--;
        }

        return first > 0 && first < start - 1 && before[start - 1] == ' ' ? KindOf(before[first..]) : FieldKind.None;
    }

    private static bool IsBadValue(FieldKind kind, ReadOnlySpan<byte> text)
    {
        text = text.TrimStart("\"'\\ \t"u8);
        int length = 0;
        while (length < text.Length && IsWord(text[length]))
        {
            length++;
        }

        ReadOnlySpan<byte> value = text[..length];
        return (kind.HasFlag(FieldKind.Level) && IsBadLevel(value))
            || (kind.HasFlag(FieldKind.Status) && IsBadStatus(value))
            || (kind.HasFlag(FieldKind.Exit) && Utf8Parser.TryParse(value, out int code, out int used) && used == length && code != 0)
            || (kind.HasFlag(FieldKind.Success) && Ascii.EqualsIgnoreCase(value, "false"u8));
    }

    private static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-';

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
