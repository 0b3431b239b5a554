using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Protocols.Bodies;

namespace Headroom.Context.Turns;

/// <summary>
/// Counts the tokens of the texts in a piece of a request: messages, system prompt, tools. What a model does not read as text
/// (image data, signatures, ids) does not count. Pieces seen before are remembered, so that a long history costs nothing.
/// </summary>
internal sealed class TextTokens(ITokenCounter counter)
{
    private const int MaxRemembered = 65_536;

    private static readonly FrozenSet<string> NoText = FrozenSet.ToFrozenSet(
        ["data", "signature", "encrypted_content", "id", "tool_use_id", "tool_call_id", "call_id", "image_url", "file_data", "type", "role", "media_type", "url", "file_id", "model", "toolUseId", "bytes"]);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoTextBySpan = NoText.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Remembered<ContentHash, int> _remembered = new(MaxRemembered);
    private readonly Remembered<ContentHash, int> _whole = new(MaxRemembered);

    /// <summary>Tokens of the texts in a JSON value.</summary>
    public int Count(ReadOnlySpan<byte> json) => Count(json, ContentHash.Of(json), default);

    /// <summary>Tokens of the texts in a JSON value.</summary>
    /// <param name="json">The value.</param>
    /// <param name="key">Its hash, or that of what it says.</param>
    /// <param name="counted">The texts of it whose tokens are known.</param>
    public int Count(ReadOnlySpan<byte> json, ContentHash key, CountedTexts counted = default)
    {
        if (!_remembered.TryGet(key, out int tokens))
        {
            tokens = CountTexts(json, counted);
            _remembered.Add(key, tokens);
        }

        return tokens;
    }

    /// <summary>Tokens of a JSON value that is read as it stands.</summary>
    public int CountWhole(ReadOnlySpan<byte> json)
    {
        var key = ContentHash.Of(json);
        if (!_whole.TryGet(key, out int tokens))
        {
            tokens = counter.Count(json);
            _whole.Add(key, tokens);
        }

        return tokens;
    }

    private int CountTexts(ReadOnlySpan<byte> json, CountedTexts counted)
    {
        var reader = new BodyReader(json, new JsonReaderOptions { MaxDepth = 1 << 20 });
        int tokens = 0;
        bool isText = true;
        byte[] unescaped = [];
        Span<char> name = stackalloc char[32];
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    isText = !(reader.ValueSpan.Length < name.Length && NoTextBySpan.Contains(name[..Encoding.UTF8.GetChars(reader.ValueSpan, name)]));
                    break;
                case JsonTokenType.String when isText && counted.At(reader.TokenStartIndex) is { } known:
                    tokens += known;
                    break;
                case JsonTokenType.String when isText:
                    tokens += CountText(reader.ValueSpan, ref unescaped);
                    break;
                case JsonTokenType.Number:
                    tokens += counter.Count(reader.ValueSpan);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    isText = true;
                    break;
                default: break;
            }
        }

        return tokens;
    }

    private int CountText(ReadOnlySpan<byte> text, ref byte[] unescaped)
    {
        if (!text.Contains((byte)'\\'))
        {
            return counter.Count(text);
        }

        if (unescaped.Length < text.Length)
        {
            unescaped = new byte[text.Length * 2];
        }

        // Where it is no valid Unicode, as it is escaped is as near as it gets.
        return counter.Count(JsonText.TryUnescapeInside(text, unescaped, out int length) ? unescaped.AsSpan(0, length) : text);
    }
}

/// <summary>Texts of a piece of a request whose tokens are known.</summary>
/// <param name="tokens">Their tokens, by where they begin in the request.</param>
/// <param name="start">Where the piece begins in it.</param>
internal readonly struct CountedTexts(IReadOnlyDictionary<int, int> tokens, int start)
{
    /// <summary>The tokens of the text that begins there in the piece; <c>null</c> where they are not known.</summary>
    public int? At(long index) => tokens is { Count: > 0 } && tokens.TryGetValue((int)index + start, out int known) ? known : null;
}
