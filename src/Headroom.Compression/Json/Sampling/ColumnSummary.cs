using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Headroom.Compression.Json.Sampling;

/// <summary>One column over many rows, in counted numbers: values with their counts, a range, or how many distinct values there are.</summary>
internal static class ColumnSummary
{
    private const int MaxListed = 10;
    private const int MaxLength = 48;

    /// <summary>Summarises a column; empty where there is nothing short to say.</summary>
    /// <param name="index">Where the values are.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">The rows that count, or <c>null</c> for all.</param>
    /// <param name="codes">Abbreviations in use for the values.</param>
    public static string Of(JsonIndex index, Column column, List<int>? rows, IReadOnlyDictionary<int, string>? codes)
    {
        int count = rows?.Count ?? column.Values.Length;
        var counts = new Dictionary<int, (int Count, int Row)>();
        for (int i = 0; i < count; i++)
        {
            int row = rows?[i] ?? i;
            (int seen, int first) = counts.GetValueOrDefault(column.Values[row], (0, row));
            counts[column.Values[row]] = (seen + 1, first);
        }

        string name = Encoding.UTF8.GetString(column.Name);
        if (column.HasTables)
        {
            return "";
        }

        if (counts.Count == 1 && rows is not null)
        {
            string only = Show(index, column, counts.First().Value.Row, codes);
            return only.Length > MaxLength ? "" : $"{name} {only}";
        }

        if (counts.Count <= MaxListed && counts.Count * 2 <= count)
        {
            IEnumerable<string> shares = counts.Values.OrderByDescending(value => value.Count).ThenBy(value => value.Row)
                .Select(value => $"{Show(index, column, value.Row, codes)}×{value.Count}");
            return $"{name} {string.Join(' ', shares)}";
        }

        if (column.IsAllNumbers)
        {
            return Range(index, column, rows, count) is { } range ? $"{name} {range}" : "";
        }

        return rows is not null ? "" : string.Create(CultureInfo.InvariantCulture, $"{name} {counts.Count} distinct");
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

        return $"{Encoding.UTF8.GetString(index.Text(column.Cells[lowest]))}…{Encoding.UTF8.GetString(index.Text(column.Cells[highest]))}";
    }

    private static string Show(JsonIndex index, Column column, int row, IReadOnlyDictionary<int, string>? codes)
    {
        if (column.Cells[row] == 0)
        {
            return "absent";
        }

        if (codes is not null && codes.TryGetValue(column.Values[row], out string? code))
        {
            return code;
        }

        JsonEntry item = index[column.Cells[row]];
        if (item.Value < 0)
        {
            return item.Kind == JsonKind.Array ? "[…]" : "{…}";
        }

        string text = Encoding.UTF8.GetString(index.Values[item.Value]);
        string shown = item.Kind == JsonKind.String && (text.Length == 0 || text.Contains(' ')) ? $"\"{text}\"" : text;
        return shown.Length > MaxLength * 2 ? $"{shown[..MaxLength]}…" : shown;
    }
}
