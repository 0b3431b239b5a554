using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Sampling;

/// <summary>One column over many rows, in counted numbers: values with their counts, a range, or how many distinct values there are.</summary>
internal static class ColumnSummary
{
    private const int MaxListed = 10;
    private const int MaxDistinct = 16;
    private const int MinTexts = 60;
    private const int MaxShapes = 48;
    private const int MaxShapesListed = 16;
    private const int MaxTop = 4;
    private const int MaxTopOf = 200;
    private const int MaxLength = 48;

    /// <summary>Summarises a column; empty where there is nothing short to say.</summary>
    /// <param name="index">Where the values are.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">The rows that count, or <c>null</c> for all.</param>
    /// <param name="codes">Abbreviations in use for the values.</param>
    public static string Of(JsonIndex index, Column column, List<int>? rows, IReadOnlyDictionary<int, string>? codes)
    {
        if (column.HasTables)
        {
            return "";
        }

        int count = rows?.Count ?? column.Values.Count;
        List<(int Count, int Row)> counts = CountValues(index, column, rows, count, out int present);

        // What so few rows have is seen in the rows themselves.
        if (present < 3 && present < count)
        {
            return "";
        }

        string name = NameOf(column) + (present < count ? string.Create(CultureInfo.InvariantCulture, $"in {present} rows: ") : "");
        if (counts.Count <= MaxListed && counts.Count * 2 <= present)
        {
            return ListAll(index, column, codes, name, Ranked(counts));
        }

        if (Range(index, column, rows, count) is { } range)
        {
            return name + range;
        }

        if (rows is not null)
        {
            return "";
        }

        // A list is its own summary: its errors are shown, and the rest is one line more than it is worth.
        if (name.Length > 0 && present >= MinTexts && ByShape(index, column, present) is { } shapes)
        {
            return $"{name}{counts.Count} distinct, # for words with digits: {shapes}";
        }

        string distinct = string.Create(CultureInfo.InvariantCulture, $"{name}{counts.Count} distinct");
        if (counts.Count > MaxTopOf)
        {
            return distinct;
        }

        List<(int Count, int Row)> ranked = Ranked(counts);
        return ranked[0].Count < Math.Max(3, present / 10) || ranked[0].Count == ranked[^1].Count
            ? distinct
            : $"{distinct}, most {string.Join(' ', ranked.Take(MaxTop).Where(value => value.Count > 1).Select(value => Show(index, column, value.Row, codes) + "×" + value.Count))}";
    }

    /// <summary>The distinct values of some rows, in order, the first of them in full and all of them counted.</summary>
    public static string Distinct(JsonIndex index, Column column, List<int> rows)
    {
        if (column.HasTables)
        {
            return "";
        }

        var counts = new Dictionary<int, (int Count, int Row)>();
        foreach (int row in rows.Where(row => column.Cells[row] != 0))
        {
            (int seen, int first) = counts.GetValueOrDefault(column.Values[row], (0, row));
            counts[column.Values[row]] = (seen + 1, first);
        }

        string values = string.Join(' ', counts.Values.OrderBy(value => value.Row).Take(MaxDistinct)
            .Select(value => Show(index, column, value.Row, column.Plan.Codes) + (value.Count > 1 ? "×" + value.Count : "")));
        string more = counts.Count > MaxDistinct ? string.Create(CultureInfo.InvariantCulture, $"… {counts.Count} distinct") : "";
        return counts.Count == 0 ? "" : $"{Encoding.UTF8.GetString(column.Name)} {values}{more}";
    }

    // Each distinct value with its first row, in the order of first use.
    private static List<(int Count, int Row)> CountValues(JsonIndex index, Column column, List<int>? rows, int count, out int present)
    {
        List<(int Count, int Row)> counts = [];
        ValueMarks places = index.Marks;
        places.Begin(index.Values.Count);
        present = 0;
        for (int i = 0; i < count; i++)
        {
            int row = rows?[i] ?? i;
            int value = column.Values[row];
            if (column.Cells[row] == 0)
            {
                continue;
            }

            present++;
            if (value < 0)
            {
                counts.Add((1, row));
                continue;
            }

            ref int place = ref places.Of(value, out bool isNew);
            if (isNew)
            {
                place = counts.Count;
                counts.Add((0, row));
            }

            CollectionsMarshal.AsSpan(counts)[place].Count++;
        }

        return counts;
    }

    private static List<(int Count, int Row)> Ranked(List<(int Count, int Row)> counts) =>
        [.. counts.OrderByDescending(value => value.Count).ThenBy(value => value.Row)];

    // Texts that differ in numbers and identifiers only, counted together; null where that does not make few of many.
    private static string? ByShape(JsonIndex index, Column column, int present)
    {
        using var shapes = new ByteInterner([]);
        var counts = new List<int>();
        using var shape = new Utf8Text(MaxLength * 2);
        foreach (int cell in column.Cells.AsSpan())
        {
            if (cell == 0)
            {
                continue;
            }

            if (index[cell].Kind != JsonKind.String || index.Text(cell).Length > MaxLength * 2 || counts.Count > MaxShapes)
            {
                return null;
            }

            shape.Clear();
            TextShape.Write(shape, index.Text(cell));
            int id = shapes.AddCopy(JsonKind.String, shape.WrittenSpan);
            if (id == counts.Count)
            {
                counts.Add(0);
            }

            counts[id]++;
        }

        if (counts.Count < 2 || counts.Count * 4 > present)
        {
            return null;
        }

        int listed = counts.Count <= MaxShapesListed ? counts.Count : MaxShapesListed / 2;
        string list = string.Join(' ', Enumerable.Range(0, counts.Count).OrderByDescending(id => counts[id]).ThenBy(id => id).Take(listed)
            .Select(id => $"\"{Encoding.UTF8.GetString(shapes[id])}\"×{counts[id]}"));
        return listed == counts.Count ? list : string.Create(CultureInfo.InvariantCulture, $"{list} and {counts.Count - listed} more");
    }

    private static string NameOf(Column column) =>
        column.Name.AsSpan().SequenceEqual("@value"u8) ? "" : Encoding.UTF8.GetString(column.Name) + " ";

    private static string ListAll(JsonIndex index, Column column, IReadOnlyDictionary<int, string>? codes, string name, List<(int Count, int Row)> ranked)
    {
        if (ranked.Count > 2 && ranked[0].Count == ranked[^1].Count)
        {
            return $"{name}{string.Join(' ', ranked.Select(value => Show(index, column, value.Row, codes)))} ×{ranked[0].Count} each";
        }

        return $"{name}{string.Join(' ', ranked.Select(value => Show(index, column, value.Row, codes) + "×" + value.Count))}";
    }

    private static string? Range(JsonIndex index, Column column, List<int>? rows, int count)
    {
        int lowest = -1;
        int highest = -1;
        double low = double.MaxValue;
        double high = double.MinValue;
        for (int i = 0; i < count; i++)
        {
            int row = rows?[i] ?? i;
            if (column.Cells[row] == 0)
            {
                continue;
            }

            if (index[column.Cells[row]].Kind != JsonKind.Number)
            {
                return null;
            }

            ReadOnlySpan<byte> text = index.Text(column.Cells[row]);
            if (!Utf8Parser.TryParse(text, out double number, out int used) || used != text.Length)
            {
                return null;
            }

            if (lowest < 0 || number < low)
            {
                (low, lowest) = (number, row);
            }

            if (highest < 0 || number > high)
            {
                (high, highest) = (number, row);
            }
        }

        return lowest < 0 ? null : $"{Encoding.UTF8.GetString(index.Text(column.Cells[lowest]))}…{Encoding.UTF8.GetString(index.Text(column.Cells[highest]))}";
    }

    private static string Show(JsonIndex index, Column column, int row, IReadOnlyDictionary<int, string>? codes)
    {
        if (codes is not null && codes.TryGetValue(column.Values[row], out string? code))
        {
            return code;
        }

        JsonEntry item = index[column.Cells[row]];
        if (item.Value < 0)
        {
            return item.Kind == JsonKind.Array ? "[…]" : "{…}";
        }

        bool isHole = column.Plan.Template is not null;
        string text = Encoding.UTF8.GetString(isHole ? column.Plan.Template!.Hole(column.Text(row), row) : index.Values[item.Value]);
        string shown = isHole ? text : item.Kind == JsonKind.String && (text.Length == 0 || text.Contains(' ')) ? $"\"{text}\"" : text;
        return shown.Length > MaxLength * 2 ? $"{shown[..MaxLength]}…" : shown;
    }
}
