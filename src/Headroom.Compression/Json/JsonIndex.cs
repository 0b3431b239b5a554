using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Headroom.Compression.Detection;
using Headroom.Compression.Pooling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json;

/// <summary>
/// JSON as a flat list of entries over interned values. Numbers keep their literals, strings their meaning in one canonical
/// escape form (<see cref="JsonText"/>). Entry 0 stands for the sequence of top-level values.
/// </summary>
internal sealed partial class JsonIndex : IDisposable
{
    /// <summary>Anything nested deeper is treated as text.</summary>
    public const int MaxDepth = 64;

    /// <summary>Larger texts are not worth a model's reading as a table, and are left alone.</summary>
    public const int MaxBytes = 64 << 20;

    private const int MaxInternedContainer = 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth, AllowMultipleValues = true };

    private readonly Utf8Text _scratch = new(256);
    private readonly List<IDisposable> _rented = [];
    private readonly byte[] _text;
    private readonly List<int> _followers = [];
    private JsonEntry[] _entries;
    private int _lastKey;
    private int _count = 1;

    private JsonIndex(ReadOnlySpan<byte> utf8, int entries)
    {
        _text = ArrayPool<byte>.Shared.Rent(utf8.Length);
        utf8.CopyTo(_text);
        Values = new ByteInterner(_text);
        _entries = ArrayPool<JsonEntry>.Shared.Rent(Math.Max(16, entries));
    }

    /// <value>The distinct scalars, keys and small containers.</value>
    public ByteInterner Values { get; }

    /// <value>Numbers of values for a pass over a column.</value>
    public ValueMarks Marks { get; } = new();

    /// <value>How many entries there are, the sequence at 0 included.</value>
    public int Count => _count;

    /// <value>The text that was indexed.</value>
    public ReadOnlySpan<byte> Source => _text.AsSpan(0, _entries[0].Length);

    /// <summary>An entry by position.</summary>
    public ref readonly JsonEntry this[int entry] => ref _entries[entry];

    /// <summary>The bytes of a scalar or key in canonical form, a string without its quotes.</summary>
    public ReadOnlySpan<byte> Text(int entry) => Values[_entries[entry].Value];

    /// <summary>Whether a text can be JSON at all, judged by its first and last byte.</summary>
    public static bool MayBeJson(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> text = utf8.Trim(" \t\r\n"u8);
        return text.Length >= 2 && ((text[0] is (byte)'{' or (byte)'[' && text[^1] is (byte)'}' or (byte)']') || (text[0] == '"' && text[^1] == '"'));
    }

    /// <summary>Whether a text is one JSON container or several, or a string that holds JSON or a log, without indexing it.</summary>
    public static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes || !MayBeJson(utf8) || !Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 0)
                {
                    return HoldsText(reader.ValueSpan) && !reader.Read();
                }

                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.EndObject or JsonTokenType.EndArray))
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // JSON that was encoded twice, or a log that was encoded.
    private static bool HoldsText(ReadOnlySpan<byte> escaped)
    {
        using var canonical = new Utf8Text(escaped.Length + 1);
        using var meaning = new Utf8Text(escaped.Length + 1);
        JsonText.WriteCanonical(canonical, escaped);
        return JsonText.TryWriteMeaning(meaning, canonical.WrittenSpan) && ContentDetector.Detect(meaning.WrittenSpan) != ContentKind.Text;
    }

    /// <summary>Indexes a text that is one JSON container or several, or one string; <c>null</c> where it is not.</summary>
    public static JsonIndex? TryParse(ReadOnlySpan<byte> utf8, CancellationToken cancellationToken = default)
    {
        if (utf8.Length > MaxBytes || !MayBeJson(utf8) || !Utf8.IsValid(utf8))
        {
            return null;
        }

        var index = new JsonIndex(utf8, utf8.Length / 8);
        bool isRead = false;
        try
        {
            isRead = index.Read(utf8, cancellationToken);
        }
        catch (JsonException)
        {
            // Not JSON after all.
        }
        finally
        {
            if (!isRead)
            {
                index.Dispose();
            }
        }

        return isRead ? index : null;
    }

    /// <summary>A number that equal values share: small containers are interned by their minified text, large ones stand alone.</summary>
    public int Identity(int entry)
    {
        ref JsonEntry item = ref _entries[entry];
        if (item.Value >= 0 || item.Length > MaxInternedContainer)
        {
            return item.Value >= 0 ? item.Value : ~entry;
        }

        _scratch.Clear();
        JsonText.WriteMinified(_scratch, this, entry);
        return item.Value = Values.AddCopy(item.Kind, _scratch.WrittenSpan);
    }

    /// <summary>A list of so many default values that lives as long as the index.</summary>
    public PooledList<T> Rent<T>(int count)
    {
        PooledList<T> list = PooledList<T>.OfDefaults(count);
        _rented.Add(list);
        return list;
    }

    /// <summary>Gives the memory back; nothing that was read from the index is valid afterwards.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_text);
        ArrayPool<JsonEntry>.Shared.Return(_entries);
        _entries = [];
        _scratch.Dispose();
        Values.Dispose();
        Marks.Dispose();
        foreach (IDisposable list in _rented)
        {
            list.Dispose();
        }

        _rented.Clear();
    }

    private bool Read(ReadOnlySpan<byte> utf8, CancellationToken cancellationToken)
    {
        Span<int> open = stackalloc int[MaxDepth + 1];
        Span<int> starts = stackalloc int[MaxDepth + 1];
        open[0] = 0;
        int depth = 0;
        _entries[0] = new JsonEntry { Kind = JsonKind.Array, Value = -1, Length = utf8.Length };
        var reader = new Utf8JsonReader(utf8, Options);
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                ref JsonEntry closed = ref _entries[open[depth]];
                closed.End = _count;
                closed.Length = start + 1 - starts[depth];
                depth--;
                continue;
            }

            if (_count == _entries.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                JsonEntry[] larger = ArrayPool<JsonEntry>.Shared.Rent(_entries.Length * 2);
                _entries.CopyTo(larger, 0);
                ArrayPool<JsonEntry>.Shared.Return(_entries);
                _entries = larger;
            }

            int entry = _count++;
            JsonKind kind = KindOf(reader.TokenType);
            _entries[entry] = new JsonEntry { Kind = kind, Value = -1, End = _count };
            if (kind != JsonKind.Key)
            {
                _entries[open[depth]].Count++;
            }

            if (kind is JsonKind.Object or JsonKind.Array)
            {
                depth++;
                open[depth] = entry;
                starts[depth] = start;
            }
            else if (depth == 0 && (kind != JsonKind.String || entry > 1))
            {
                return false;
            }
            else
            {
                _entries[entry].Value = Intern(ref reader, kind, start);
            }
        }

        _entries[0].End = _count;
        return _entries[0].Count == 1 || (_entries[0].Count > 0 && _entries[1].Kind != JsonKind.String);
    }

    private int Intern(ref Utf8JsonReader reader, JsonKind kind, int start)
    {
        JsonKind space = kind == JsonKind.Key ? JsonKind.String : kind;
        int quote = space == JsonKind.String ? 1 : 0;
        if (!reader.ValueIsEscaped)
        {
            return kind == JsonKind.Key ? InternKey(reader.ValueSpan, start + quote) : Values.Add(space, start + quote, reader.ValueSpan.Length);
        }

        _scratch.Clear();
        JsonText.WriteCanonical(_scratch, reader.ValueSpan);
        return Values.AddCopy(space, _scratch.WrittenSpan);
    }

    // Records repeat their keys in order: the key that followed the last one before is looked at first.
    private int InternKey(ReadOnlySpan<byte> key, int start)
    {
        int expected = _lastKey < _followers.Count ? _followers[_lastKey] : -1;
        int id = expected >= 0 && Values[expected].SequenceEqual(key) ? expected : Values.Add(JsonKind.String, start, key.Length);
        while (_followers.Count <= Math.Max(_lastKey, id))
        {
            _followers.Add(-1);
        }

        _followers[_lastKey] = id;
        _lastKey = id;
        return id;
    }

    private static JsonKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonKind.Object,
        JsonTokenType.StartArray => JsonKind.Array,
        JsonTokenType.PropertyName => JsonKind.Key,
        JsonTokenType.String => JsonKind.String,
        JsonTokenType.Number => JsonKind.Number,
        JsonTokenType.True => JsonKind.True,
        JsonTokenType.False => JsonKind.False,
        _ => JsonKind.Null,
    };
}
