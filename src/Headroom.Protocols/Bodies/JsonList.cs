using System.Buffers;
using System.Text.Json;

namespace Headroom.Protocols.Bodies;

/// <summary>Puts JSON values that are bytes already into a list.</summary>
public static class JsonList
{
    /// <summary>The values, separated by commas.</summary>
    public static ReadOnlyMemory<byte> Join(IEnumerable<ReadOnlyMemory<byte>> values)
    {
        var joined = new ArrayBufferWriter<byte>();
        bool isFirst = true;
        foreach (ReadOnlyMemory<byte> value in values)
        {
            joined.Write(isFirst ? ""u8 : ","u8);
            joined.Write(value.Span);
            isFirst = false;
        }

        return joined.WrittenMemory;
    }

    /// <summary>The elements of the array that stands at <paramref name="list"/>.</summary>
    public static IReadOnlyList<ByteRange> Elements(ReadOnlyMemory<byte> json, ByteRange list)
    {
        List<ByteRange> elements = [];
        var reader = new BodyReader(list.Of(json.Span), new JsonReaderOptions { MaxDepth = 1 << 16 });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = reader.TokenStartIndex;
            reader.Skip();
            elements.Add(new ByteRange(list.Start + start, reader.BytesConsumed - start));
        }

        return elements;
    }

    /// <summary>The values as an array, brackets included.</summary>
    public static ReadOnlyMemory<byte> Array(IEnumerable<ReadOnlyMemory<byte>> values) => (byte[])[(byte)'[', .. Join(values).Span, (byte)']'];
}
