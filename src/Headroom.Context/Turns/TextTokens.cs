using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;

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
    public int Count(ReadOnlySpan<byte> json) => Count(json, ContentHash.Of(json));

    /// <summary>Tokens of the texts in a JSON value.</summary>
    /// <param name="json">The value.</param>
    /// <param name="key">Its hash, or that of what it says.</param>
    public int Count(ReadOnlySpan<byte> json, ContentHash key) => OnceFor(_remembered, json, key, CountTexts);

    /// <summary>Tokens of a JSON value that is read as it stands.</summary>
    public int CountWhole(ReadOnlySpan<byte> json) => OnceFor(_whole, json, ContentHash.Of(json), counter.Count);

    private static int OnceFor(Remembered<ContentHash, int> remembered, ReadOnlySpan<byte> json, ContentHash key, Func<ReadOnlySpan<byte>, int> count)
    {
        if (!remembered.TryGet(key, out int tokens))
        {
            tokens = count(json);
            remembered.Add(key, tokens);
        }

        return tokens;
    }

    private int CountTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1 << 20 });
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
                case JsonTokenType.String when isText && !reader.ValueIsEscaped:
                    tokens += counter.Count(reader.ValueSpan);
                    break;
                case JsonTokenType.String when isText:
                    if (unescaped.Length < reader.ValueSpan.Length)
                    {
                        unescaped = new byte[reader.ValueSpan.Length * 2];
                    }

                    tokens += CountEscaped(ref reader, unescaped);
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

    private int CountEscaped(ref Utf8JsonReader reader, Span<byte> unescaped)
    {
        try
        {
            return counter.Count(unescaped[..reader.CopyString(unescaped)]);
        }
        catch (InvalidOperationException)
        {
            // No valid Unicode: as it is escaped is as near as it gets.
            return counter.Count(reader.ValueSpan);
        }
    }
}
