using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Json.Sampling;

/// <summary>
/// Decides whether a value reports an error: by its words, by a level or status field with a bad value, by an HTTP status of
/// 400 and above, by an exit code, by a success field that is false, or by an error field that is filled. A field's name
/// alone says nothing.
/// </summary>
internal sealed class ErrorSignals
{
    private static readonly FrozenSet<string> LevelFields = Set(
        "level", "severity", "status", "state", "loglevel", "lvl", "result", "outcome", "conclusion", "health", "phase", "priority", "type", "event_type");

    private static readonly FrozenSet<string> BadLevels = Set(
        "error", "err", "fatal", "critical", "crit", "alert", "emerg", "emergency", "severe", "panic", "fail", "failed", "failure", "failing",
        "crashed", "crashloopbackoff", "unhealthy", "down", "degraded", "dead", "aborted", "timed_out", "timeout", "rejected", "declined", "broken", "evicted", "oomkilled");

    private static readonly FrozenSet<string> StatusFields = Set(
        "status", "statuscode", "code", "httpstatus", "httpcode", "httpstatuscode", "responsecode", "responsestatus");

    private static readonly FrozenSet<string> ExitFields = Set("exitcode", "exitstatus", "returncode", "rc");

    private static readonly FrozenSet<string> SuccessFields = Set("success", "succeeded", "successful", "ok", "passed", "healthy", "isok", "issuccess", "ishealthy");

    private static readonly FrozenSet<string> ErrorFields = Set(
        "error", "errors", "exception", "err", "errormessage", "errormsg", "errorcode", "stacktrace", "traceback", "failure", "failures", "failurereason", "panic");

    private readonly JsonIndex _index;
    private readonly Dictionary<int, bool> _words = [];
    private readonly Dictionary<int, FieldKind> _fields = [];

    /// <param name="index">Where the values are.</param>
    public ErrorSignals(JsonIndex index) => _index = index;

    /// <summary>Whether a value under a key reports an error.</summary>
    /// <param name="entry">The value.</param>
    /// <param name="key">The interned key, or -1.</param>
    public bool IsError(int entry, int key)
    {
        JsonEntry item = _index[entry];
        FieldKind field = key < 0 ? FieldKind.None : FieldOf(key);
        switch (item.Kind)
        {
            case JsonKind.Object:
            case JsonKind.Array:
                return (field.HasFlag(FieldKind.Error) && item.Count > 0 && !IsAllEmpty(entry)) || IsErrorInside(entry, item);
            case JsonKind.String:
                ReadOnlySpan<byte> text = _index.Text(entry);
                return (field.HasFlag(FieldKind.Level) && text.Length <= 20 && BadLevels.Contains(Encoding.UTF8.GetString(text)))
                    || (field.HasFlag(FieldKind.Error) && text.Length > 0 && !IsNothing(text))
                    || (field.HasFlag(FieldKind.Status) && IsBadStatus(text))
                    || HasWords(item.Value);
            case JsonKind.Number:
                return (field.HasFlag(FieldKind.Status) && IsBadStatus(_index.Text(entry)))
                    || (field.HasFlag(FieldKind.Exit) && !_index.Text(entry).SequenceEqual("0"u8));
            case JsonKind.True:
                return field.HasFlag(FieldKind.Error);
            case JsonKind.False:
                return field.HasFlag(FieldKind.Success);
            default:
                return false;
        }
    }

    private bool IsErrorInside(int entry, JsonEntry item)
    {
        for (int child = entry + 1; child < item.End; child = _index[child].End)
        {
            int key = -1;
            if (item.Kind == JsonKind.Object)
            {
                key = _index[child++].Value;
            }

            if (IsError(child, key))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAllEmpty(int entry)
    {
        for (int child = entry + 1; child < _index[entry].End; child++)
        {
            if (_index[child].Kind is JsonKind.String or JsonKind.Number or JsonKind.True && !IsNothing(_index.Text(child)))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasWords(int value)
    {
        if (!_words.TryGetValue(value, out bool has))
        {
            has = ErrorWords.IsIn(_index.Values[value]);
            _words.Add(value, has);
        }

        return has;
    }

    private FieldKind FieldOf(int key)
    {
        if (!_fields.TryGetValue(key, out FieldKind kind))
        {
            string name = Encoding.UTF8.GetString(_index.Values[key]).Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
            kind = (LevelFields.Contains(name) ? FieldKind.Level : 0) | (StatusFields.Contains(name) ? FieldKind.Status : 0)
                | (ErrorFields.Contains(name) ? FieldKind.Error : 0) | (ExitFields.Contains(name) ? FieldKind.Exit : 0)
                | (SuccessFields.Contains(name) ? FieldKind.Success : 0);
            _fields.Add(key, kind);
        }

        return kind;
    }

    private static bool IsBadStatus(ReadOnlySpan<byte> text) =>
        text.Length == 3 && Utf8Parser.TryParse(text, out int status, out int used) && used == 3 && status is >= 400 and < 600;

    private static bool IsNothing(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("0"u8) || text.SequenceEqual("none"u8) || text.SequenceEqual("None"u8) || text.SequenceEqual("null"u8)
        || text.SequenceEqual("false"u8) || text.SequenceEqual("ok"u8) || text.SequenceEqual("OK"u8) || text.SequenceEqual("-"u8);

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    [Flags]
    private enum FieldKind
    {
        None = 0,
        Level = 1,
        Status = 2,
        Error = 4,
        Exit = 8,
        Success = 16,
    }
}
