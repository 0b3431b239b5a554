using System.Text.Json;

namespace Headroom.Compression.Json;

/// <summary>Where the JSON of a block is: the whole of it, or what stands between a little text, such as a command line and a summary.</summary>
internal static class JsonBlock
{
    private const int MaxAround = 2048;
    private const int MaxStarts = 4;

    /// <summary>Finds the JSON in a block; an empty range where there is none.</summary>
    public static Range Find(ReadOnlySpan<byte> utf8)
    {
        int mark = utf8.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (JsonIndex.IsJson(utf8[mark..]))
        {
            return mark..utf8.Length;
        }

        int start = mark;
        for (int tries = 0; tries < MaxStarts; tries++)
        {
            int found = NextStart(utf8, start);
            if (found < 0)
            {
                break;
            }

            int length = LengthOfValue(utf8[found..], out _);
            int around = utf8.Length - length;
            if (length > 0 && around <= MaxAround && around <= length / 2 && JsonIndex.IsJson(utf8.Slice(found, length)))
            {
                return found..(found + length);
            }

            start = found + 1;
        }

        return default;
    }

    private static int NextStart(ReadOnlySpan<byte> utf8, int from)
    {
        ReadOnlySpan<byte> head = utf8[..Math.Min(utf8.Length, MaxAround)];
        for (int at = from; at < head.Length; at++)
        {
            int next = head[at..].IndexOfAny((byte)'{', (byte)'[');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (at == 0 || head[at - 1] == '\n')
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The bytes of the JSON value that a text begins with; 0 where there is none that ends.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="read">How far it was read.</param>
    public static int LengthOfValue(ReadOnlySpan<byte> utf8, out long read)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonIndex.MaxDepth }));
        try
        {
            bool isWhole = reader.Read() && TrySkip(ref reader);
            read = isWhole ? reader.BytesConsumed : utf8.Length;
            return isWhole ? (int)reader.BytesConsumed : 0;
        }
        catch (JsonException)
        {
            read = reader.BytesConsumed + 1;
            return 0;
        }
    }

    /// <summary>As the reader's own, which on failure forgets how far it came.</summary>
    private static bool TrySkip(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        while (reader.Read())
        {
            if (reader.CurrentDepth == depth && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                return true;
            }
        }

        return false;
    }
}
