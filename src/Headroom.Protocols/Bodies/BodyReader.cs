using System.Text.Json;

namespace Headroom.Protocols.Bodies;

/// <summary>
/// A <see cref="Utf8JsonReader"/> over a whole body that passes over long strings at once. Nearly all of a body is strings full of
/// escapes, tool results above all, and that reader takes those byte by byte. For a long string it is given an empty one instead,
/// and goes on behind it; everything else is its own.
/// </summary>
public ref struct BodyReader
{
    /// <summary>Shorter strings are read faster than they are passed over.</summary>
    private const int LongLength = 128;

    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _reader;
    private int _offset;
    private ByteRange? _passed;

    /// <summary>Begins before the first token.</summary>
    public BodyReader(ReadOnlySpan<byte> body, JsonReaderOptions options = default)
    {
        _body = body;
        _reader = new Utf8JsonReader(body, options);
    }

    /// <inheritdoc cref="Utf8JsonReader.TokenType"/>
    public readonly JsonTokenType TokenType => _reader.TokenType;

    /// <inheritdoc cref="Utf8JsonReader.CurrentDepth"/>
    public readonly int CurrentDepth => _reader.CurrentDepth;

    /// <value>Where the current token begins in the body.</value>
    public readonly int TokenStartIndex => _passed?.Start ?? _offset + (int)_reader.TokenStartIndex;

    /// <value>Where what is not read yet begins in the body.</value>
    public readonly int BytesConsumed => _offset + (int)_reader.BytesConsumed;

    /// <inheritdoc cref="Utf8JsonReader.ValueSpan"/>
    public readonly ReadOnlySpan<byte> ValueSpan => _passed is { } passed ? passed.Of(_body)[1..^1] : _reader.ValueSpan;

    /// <inheritdoc cref="Utf8JsonReader.Read"/>
    public bool Read()
    {
        if (_reader.TokenType == JsonTokenType.PropertyName && TryPassOver())
        {
            return true;
        }

        _passed = null;
        return _reader.Read();
    }

    /// <inheritdoc cref="Utf8JsonReader.Skip"/>
    public void Skip()
    {
        if (TokenType == JsonTokenType.PropertyName)
        {
            Read();
        }

        if (TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        int depth = CurrentDepth;
        do
        {
            Read();
        }
        while (depth < CurrentDepth);
    }

    /// <inheritdoc cref="Utf8JsonReader.ValueTextEquals(ReadOnlySpan{byte})"/>
    public readonly bool ValueTextEquals(ReadOnlySpan<byte> utf8) => _passed is null ? _reader.ValueTextEquals(utf8) : Passed().ValueTextEquals(utf8);

    /// <inheritdoc cref="Utf8JsonReader.GetString"/>
    public readonly string? GetString() => _passed is null ? _reader.GetString() : Passed().GetString();

    /// <inheritdoc cref="Utf8JsonReader.TryGetInt32(out int)"/>
    public readonly bool TryGetInt32(out int value) => _reader.TryGetInt32(out value);

    /// <summary>The current token, on which a reader of its own stands.</summary>
    private readonly Utf8JsonReader Passed()
    {
        var token = new Utf8JsonReader(_passed!.Value.Of(_body));
        token.Read();
        return token;
    }

    private bool TryPassOver()
    {
        int start = BytesConsumed;
        while (start < _body.Length && _body[start] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            start++;
        }

        ReadOnlySpan<byte> inside = _body[Math.Min(start + 1, _body.Length)..];
        if (inside.Length < LongLength || _body[start] != '"' || !StringScan.TryFindEnd(inside, out int length) || length < LongLength)
        {
            return false;
        }

        var empty = new Utf8JsonReader("\"\""u8, isFinalBlock: false, _reader.CurrentState);
        empty.Read();
        _passed = new ByteRange(start, length + 2);
        _offset = _passed.Value.End;
        _reader = new Utf8JsonReader(_body[_offset..], isFinalBlock: true, empty.CurrentState);
        return true;
    }
}
