using Headroom.Compression.Sequences;

namespace Headroom.Compression.Json;

/// <content>Rows of cells that do not come from JSON, in the shape of an array of objects.</content>
internal sealed partial class JsonIndex
{
    /// <summary>Begins an index of rows that are added one by one.</summary>
    /// <param name="utf8">The text of which most cells are slices.</param>
    /// <param name="rowCount">How many rows there will be.</param>
    /// <param name="cellCount">How many cells at most.</param>
    public static JsonIndex OfRows(ReadOnlySpan<byte> utf8, int rowCount, int cellCount)
    {
        var index = new JsonIndex(utf8, 2 + rowCount + cellCount);
        index._entries[0] = new JsonEntry { Kind = JsonKind.Array, Value = -1, Count = 1, Length = utf8.Length };
        index._entries[1] = new JsonEntry { Kind = JsonKind.Array, Value = -1, Count = rowCount, Length = utf8.Length };
        index._count = 2;
        return index;
    }

    /// <summary>Begins a row.</summary>
    /// <returns>Its entry.</returns>
    public int BeginRow()
    {
        _entries[_count] = new JsonEntry { Kind = JsonKind.Object, Value = -1 };
        return _count++;
    }

    /// <summary>Ends a row.</summary>
    /// <param name="row">Its entry.</param>
    /// <param name="length">The bytes that it takes in the text.</param>
    public void EndRow(int row, int length)
    {
        _entries[row].End = _count;
        _entries[row].Length = length;
        _entries[0].End = _count;
        _entries[1].End = _count;
    }

    /// <summary>Adds a cell that stands in the text as it is.</summary>
    /// <returns>Its entry; 0 for an empty cell.</returns>
    public int AddCell(Extent place)
    {
        ReadOnlySpan<byte> text = _text.AsSpan(place.Start, place.Length);
        if (text.IndexOfAny(JsonText.MustEscape) >= 0)
        {
            return AddCell(text);
        }

        JsonKind kind = KindOfCell(text);
        return text.IsEmpty ? 0 : AddScalar(kind, Values.Add(kind, place.Start, place.Length));
    }

    /// <summary>Adds a cell with a text of its own.</summary>
    /// <returns>Its entry; 0 for an empty cell.</returns>
    public int AddCell(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        _scratch.Clear();
        JsonText.WriteEscaped(_scratch, text);
        JsonKind kind = KindOfCell(text);
        return AddScalar(kind, Values.AddCopy(kind, _scratch.WrittenSpan));
    }

    /// <summary>Interns the name of a column.</summary>
    public int AddName(ReadOnlySpan<byte> text)
    {
        _scratch.Clear();
        JsonText.WriteEscaped(_scratch, text);
        return Values.AddCopy(JsonKind.String, _scratch.WrittenSpan);
    }

    private int AddScalar(JsonKind kind, int value)
    {
        _entries[_count] = new JsonEntry { Kind = kind, Value = value, End = _count + 1 };
        return _count++;
    }

    // What looks like a number is one to those who sum up; it keeps its digits as they stand.
    private static JsonKind KindOfCell(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[0] == '-' || char.IsAsciiDigit((char)text[0])) ? (Scalar.IsNumber(text) ? JsonKind.Number : JsonKind.String)
        : text.SequenceEqual("true"u8) ? JsonKind.True
        : text.SequenceEqual("false"u8) ? JsonKind.False
        : text.SequenceEqual("null"u8) ? JsonKind.Null
        : JsonKind.String;
}
