using System.Text.Json;
using System.Text.Unicode;
using Headroom.Protocols.Bodies;

namespace Headroom.Context.Retrieval;

/// <summary>
/// A content cut into the items that a range counts and a query ranks: the elements of its largest JSON array, or its lines,
/// or passages where it has neither. Rows are numbered from 0 and lines from 1, as compressed forms number them.
/// </summary>
internal sealed record ContentItems(string Unit, IReadOnlyList<ByteRange> Ranges, int FirstNumber)
{
    private const int PassageBytes = 2_000;
    private const int MaxArrayDepth = 6;

    /// <summary>Cuts a content.</summary>
    public static ContentItems Of(ReadOnlySpan<byte> content)
    {
        List<ByteRange>? rows = LargestArray(content);
        if (rows is { Count: > 1 })
        {
            return new ContentItems("rows", rows, 0);
        }

        List<ByteRange> lines = Lines(content);
        bool areLines = lines.Count > 1 && content.Length / lines.Count <= PassageBytes * 2;
        return areLines ? new ContentItems("lines", lines, 1) : new ContentItems("passages", Passages(content), 1);
    }

    private static List<ByteRange>? LargestArray(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = 256, AllowMultipleValues = true });
        List<ByteRange>? largest = null;
        Stack<List<ByteRange>?> open = new();
        List<ByteRange> roots = [];
        Stack<int> starts = new();
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        starts.Push(start);
                        open.Push(reader.TokenType == JsonTokenType.StartArray && open.Count < MaxArrayDepth ? [] : null);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        List<ByteRange>? closed = open.Pop();
                        largest = closed is not null && closed.Count > (largest?.Count ?? 0) ? closed : largest;
                        Element(open, roots)?.Add(new ByteRange(starts.Peek(), (int)reader.BytesConsumed - starts.Pop()));
                        break;
                    case JsonTokenType.PropertyName: break;
                    default:
                        Element(open, roots)?.Add(new ByteRange(start, (int)reader.BytesConsumed - start));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return roots.Count > (largest?.Count ?? 0) ? roots : largest;
    }

    private static List<ByteRange>? Element(Stack<List<ByteRange>?> open, List<ByteRange> roots) => open.Count == 0 ? roots : open.Peek();

    private static List<ByteRange> Lines(ReadOnlySpan<byte> content)
    {
        List<ByteRange> lines = [];
        int position = 0;
        while (position < content.Length)
        {
            int length = content[position..].IndexOf((byte)'\n');
            length = length < 0 ? content.Length - position : length + 1;
            lines.Add(new ByteRange(position, length));
            position += length;
        }

        return lines;
    }

    private static List<ByteRange> Passages(ReadOnlySpan<byte> content)
    {
        List<ByteRange> passages = [];
        int position = 0;
        while (position < content.Length)
        {
            int length = Math.Min(PassageBytes, content.Length - position);
            while (position + length < content.Length && (content[position + length] & 0xC0) == 0x80 && !Utf8.IsValid(content.Slice(position, length)) && length > 1)
            {
                length--;
            }

            passages.Add(new ByteRange(position, length));
            position += length;
        }

        return passages;
    }
}
