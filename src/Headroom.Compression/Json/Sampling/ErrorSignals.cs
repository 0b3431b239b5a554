using Headroom.Compression.Pooling;

namespace Headroom.Compression.Json.Sampling;

/// <summary>
/// Decides whether a value reports an error: by its words, by a level or status field with a bad value, by an HTTP status of
/// 400 and above, by an exit code, by a success field that is false, or by an error field that is filled. A field's name
/// alone says nothing.
/// </summary>
internal sealed class ErrorSignals
{
    private const int LongText = 512;

    private readonly JsonIndex _index;
    private readonly PooledList<Verdict> _words;
    private readonly PooledList<FieldKind?> _fields;

    /// <param name="index">Where the values are.</param>
    public ErrorSignals(JsonIndex index)
    {
        _index = index;
        _words = index.Rent<Verdict>(index.Values.Count);
        _fields = index.Rent<FieldKind?>(index.Values.Count);
    }

    private enum Verdict : byte
    {
        Open,
        Fine,
        Error,
    }

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
                return (field.HasFlag(FieldKind.Level) && FieldSignals.IsBadLevel(text))
                    || (field.HasFlag(FieldKind.Error) && text.Length > 0 && !IsNothing(text))
                    || (field.HasFlag(FieldKind.Status) && FieldSignals.IsBadStatus(text))
                    || HasEvidence(item.Value);
            case JsonKind.Number:
                return (field.HasFlag(FieldKind.Status) && FieldSignals.IsBadStatus(_index.Text(entry)))
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

    // Long strings may be JSON or reports themselves, with fields of their own.
    private bool HasEvidence(int value)
    {
        ref Verdict verdict = ref _words[value];
        if (verdict == Verdict.Open)
        {
            ReadOnlySpan<byte> text = _index.Values[value];
            bool has = ErrorWords.IsIn(text) || ((text.Length >= LongText || (text.Length > 1 && text[0] is (byte)'{' or (byte)'[')) && FieldSignals.IsBadIn(text));
            verdict = has ? Verdict.Error : Verdict.Fine;
        }

        return verdict == Verdict.Error;
    }

    private FieldKind FieldOf(int key) => _fields[key] ??= FieldSignals.KindOf(_index.Values[key]);

    private static bool IsNothing(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("0"u8) || text.SequenceEqual("none"u8) || text.SequenceEqual("None"u8) || text.SequenceEqual("null"u8)
        || text.SequenceEqual("false"u8) || text.SequenceEqual("ok"u8) || text.SequenceEqual("OK"u8) || text.SequenceEqual("-"u8);
}
