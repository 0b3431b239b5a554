using System.Runtime.InteropServices;
using Headroom.Compression.Json.Embedding;
using Headroom.Compression.Json.Sampling;

namespace Headroom.Compression.Json;

/// <summary>Chooses how each column of a table is written, by estimated tokens over the rows that are shown.</summary>
internal static class ColumnPlanner
{
    private const int MaxCodes = 96;
    private const int ContainerCost = 64;

    // In a sample each row is read for itself: values stand in full unless that costs this many tokens more per row.
    private const int ReadablePart = 5;
    private const int ReadableValue = 8;

    // A template of a short list costs as much as it saves, since it has to be explained.
    private const int MinTemplatedValues = 24;

    /// <summary>Plans all columns.</summary>
    /// <param name="index">Where the values are.</param>
    /// <param name="table">The table.</param>
    /// <param name="texts">The strings that stand in sections of their own.</param>
    /// <param name="shown">The rows that are shown, or <c>null</c> for all; sequences are stated only for all.</param>
    public static void Plan(JsonIndex index, Table table, EmbeddedTexts texts, int[]? shown)
    {
        for (int i = 0; i < table.Columns.Count; i++)
        {
            Column column = table.Columns[i];
            column.Plan = Choose(index, column, texts, CollectionsMarshal.AsSpan(table.Columns)[..i], table.RowCount, shown);
            if (shown is not null && table.IsList && column.Plan.Template is not null && shown.Length < MinTemplatedValues)
            {
                column.Plan = ColumnPlan.Plain;
            }
        }
    }

    private static ColumnPlan Choose(JsonIndex index, Column column, EmbeddedTexts texts, ReadOnlySpan<Column> earlier, int rowCount, int[]? shown)
    {
        if (column.IsConstant && !column.HasTables)
        {
            return ColumnPlan.Constant;
        }

        if (column.HasTables)
        {
            return ColumnPlan.Plain;
        }

        Template? template = IsState(index, column) ? null : TemplateFinder.Find(column, earlier, shown is null);
        if (template is { HasHole: false })
        {
            return ColumnPlan.From(template);
        }

        int shownCount = shown?.Length ?? rowCount;
        int plainCost = 0;
        bool hasTexts = false;
        var firstRows = new List<int>();
        bool hasContainers = false;
        ValueMarks costs = index.Marks;
        costs.Begin(index.Values.Count);
        for (int i = 0; i < shownCount; i++)
        {
            int row = shown?[i] ?? i;
            int value = column.Values[row];
            if (value < 0)
            {
                // A large container is like no other.
                hasContainers |= value != Column.Absent;
                plainCost += value == Column.Absent ? 0 : ContainerCost;
                continue;
            }

            ref int cost = ref costs.Of(value, out bool isNew);
            if (isNew)
            {
                EmbeddedText? text = texts.Find(column.Cells[row]);
                hasTexts |= text is not null;
                cost = text is not null ? text.Tokens + EmbeddedTexts.SectionTokens : Cost(index.Values.KindOf(value), index.Values[value]);
                firstRows.Add(row);
            }

            plainCost += cost;
        }

        int nameCost = TokenEstimate.Of(column.Name);
        int saving = 0;
        ColumnPlan best = ColumnPlan.Plain;
        if (template is not null)
        {
            int holeCost = 0;
            for (int i = 0; i < shownCount; i++)
            {
                int row = shown?[i] ?? i;
                holeCost += column.Cells[row] == 0 ? 0 : TokenEstimate.Of(template.Hole(column.Text(row), row));
            }

            int stated = nameCost + 4 + template.Parts.Sum(part => part.Literal is { } literal ? TokenEstimate.Of(literal) : 3);
            if (plainCost - holeCost - stated > saving + 4 + (shown is null ? 0 : shownCount * ReadablePart))
            {
                saving = plainCost - holeCost - stated;
                best = ColumnPlan.From(template);
            }
        }

        if (!hasTexts && !hasContainers && firstRows.Count <= Math.Min(MaxCodes, shownCount / 2))
        {
            int stated = nameCost + 4;
            foreach (int row in firstRows)
            {
                stated += costs.Of(column.Values[row], out _) + 3;
            }

            // A code is one more thing to look up: it has to be clearly shorter.
            int coded = stated + (shownCount * (firstRows.Count > 26 ? 2 : 1));
            if (plainCost - coded > saving + 6 + (shown is null ? shownCount / 4 : shownCount * ReadableValue))
            {
                best = ColumnPlan.FromCodes(firstRows, column.Values);
            }
        }

        return best;
    }

    // States and errors are looked for by their words, which a template would cut apart.
    private static bool IsState(JsonIndex index, Column column) =>
        column.IsAllStrings && column.LeafKey >= 0 && (FieldSignals.KindOf(index.Values[column.LeafKey]) & (FieldKind.Level | FieldKind.Status | FieldKind.Error)) != 0;

    private static int Cost(JsonKind kind, ReadOnlySpan<byte> text) =>
        kind == JsonKind.String && !Scalar.IsBare(text, Scalar.CommaCell, false) ? TokenEstimate.Of(text) + 2 : TokenEstimate.Of(text);
}
