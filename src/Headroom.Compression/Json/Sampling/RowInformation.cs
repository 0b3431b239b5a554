using System.Buffers.Text;

namespace Headroom.Compression.Json.Sampling;

/// <summary>Ranks rows by what they alone tell: rare values of columns that have few, numbers far off, levels that shift.</summary>
internal static class RowInformation
{
    private const int MaxCategories = 40;
    private const int Window = 8;
    private const double FarOff = 6;

    /// <summary>The rows that stand out, the most telling first.</summary>
    public static IEnumerable<int> Rank(JsonIndex index, Table table)
    {
        int count = table.RowCount;
        double[] scores = new double[count];
        foreach (Column column in table.Columns.Where(column => !column.IsConstant))
        {
            ScoreRareValues(column, scores);
            if (column.IsAllNumbers)
            {
                ScoreNumbers(index, column, scores);
            }
        }

        return Enumerable.Range(0, count).Where(row => scores[row] > 0).OrderByDescending(row => scores[row]).ThenBy(row => row);
    }

    private static void ScoreRareValues(Column column, double[] scores)
    {
        var counts = new Dictionary<int, int>();
        foreach (int value in column.Values.AsSpan())
        {
            counts[value] = counts.GetValueOrDefault(value) + 1;
            if (counts.Count > MaxCategories)
            {
                return;
            }
        }

        int limit = Math.Max(1, column.Values.Count / 50);
        if (counts.Count < 2 || counts.Count * 3 > column.Values.Count)
        {
            return;
        }

        for (int row = 0; row < column.Values.Count; row++)
        {
            if (counts.TryGetValue(column.Values[row], out int count) && count <= limit)
            {
                // The first of its kind stands for the others.
                scores[row] += Math.Log((double)column.Values.Count / count);
                counts.Remove(column.Values[row]);
            }
        }
    }

    private static void ScoreNumbers(JsonIndex index, Column column, double[] scores)
    {
        double[] numbers = new double[column.Values.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            ReadOnlySpan<byte> text = index.Text(column.Cells[row]);
            if (!Utf8Parser.TryParse(text, out numbers[row], out int used) || used != text.Length || !double.IsFinite(numbers[row]))
            {
                return;
            }
        }

        double[] sorted = [.. numbers];
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        double quarter = sorted[sorted.Length / 4];
        double spread = sorted[sorted.Length * 3 / 4] - quarter;
        if (spread > 0)
        {
            for (int row = 0; row < numbers.Length; row++)
            {
                double distance = Math.Abs(numbers[row] - median) / spread * 1.35;
                scores[row] += distance > FarOff / 1.5 ? Math.Min(distance, 20) / 2 : 0;
            }

            // A single number far off is no change of level.
            ScoreShifts(Array.ConvertAll(numbers, number => Math.Clamp(number, median - (3 * spread), median + (3 * spread))), spread, scores);
        }
    }

    // Where the means of the windows before and after differ by more than the usual spread, the level has changed.
    private static void ScoreShifts(double[] numbers, double spread, double[] scores)
    {
        if (numbers.Length < 4 * Window)
        {
            return;
        }

        bool isMonotone = true;
        for (int row = 1; row < numbers.Length && isMonotone; row++)
        {
            isMonotone = numbers[row] >= numbers[row - 1];
        }

        double before = 0;
        double after = 0;
        for (int i = 0; i < Window; i++)
        {
            before += numbers[i];
            after += numbers[Window + i];
        }

        for (int row = Window, last = -Window; !isMonotone && row < numbers.Length - Window; row++)
        {
            if (Math.Abs(after - before) / Window > 2 * spread && row - last > Window)
            {
                scores[row] += 3;
                last = row;
            }

            before += numbers[row] - numbers[row - Window];
            after += numbers[row + Window] - numbers[row];
        }
    }
}
