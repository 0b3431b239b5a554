using System.Buffers;
using System.Globalization;
using System.Text;
using Headroom.Compression.Json.Sampling;

namespace Headroom.Compression.Json;

/// <summary>Writes what stands above the rows of a table: how many there are, what is stated once, and the columns of the cells.</summary>
/// <param name="index">Where the values are.</param>
/// <param name="output">Where to write.</param>
/// <param name="tryWriteReference">Refers to a string that stands in a section of its own, if it does.</param>
internal sealed class TableHeader(JsonIndex index, IBufferWriter<byte> output, Func<int, bool> tryWriteReference)
{
    private RelativeNames? _names;

    /// <value>The parts of the notation that were used.</value>
    public Notation Used { get; private set; }

    /// <summary>Writes the header.</summary>
    /// <returns>What cells may not hold bare, which tells their separator.</returns>
    public SearchValues<byte> Write(Table table, RowSample? sample)
    {
        Used |= table.Kind switch { TableKind.Keys => Notation.Keys, TableKind.Documents => Notation.Documents, _ => table.IsList ? Notation.Values : Notation.Rows };
        Ascii(string.Create(CultureInfo.InvariantCulture, $"#{table.RowCount} {table.Noun}"));
        if (sample is not null)
        {
            Ascii(string.Create(CultureInfo.InvariantCulture, $", {sample.Shown.Length} shown"));
            Used |= Notation.Sample;
        }

        Used |= table.HasTwins ? Notation.Twin : 0;
        _names = RelativeNames.Pay(table) ? new RelativeNames() : null;
        Used |= _names is null ? 0 : Notation.Relative;
        WriteOrder(table);
        foreach (Column column in table.Columns)
        {
            WriteStatement(column, table);
        }

        bool isBar = HasManyCommas(table);
        bool hasStatements = table.Columns.Exists(column => column.Plan != ColumnPlan.Plain);
        output.Write(hasStatements ? "\ncolumns:"u8 : ":"u8);
        bool isFirst = true;
        _names?.BeginList();
        foreach (Column column in table.Columns)
        {
            if (column.Plan.HasCells && (hasStatements || !table.IsList))
            {
                output.Write(isFirst ? " "u8 : isBar ? "|"u8 : ","u8);
                WriteName(column);
                isFirst = false;
            }
        }

        output.Write("\n"u8);
        return table.Columns.Count(column => column.Plan.HasCells) == 1 ? Scalar.OnlyCell : isBar ? Scalar.BarCell : Scalar.CommaCell;
    }

    // Cells that hold commas need quotes, unless something else separates them.
    private bool HasManyCommas(Table table)
    {
        int bars = 0;
        int commas = 0;
        foreach (Column column in table.Columns)
        {
            if (column.Plan.HasCells && column.Plan.Codes is null && column.Cells[0] != 0 && index[column.Cells[0]].Kind == JsonKind.String)
            {
                for (int row = 0; row < table.RowCount; row += 1 + (table.RowCount / 16))
                {
                    if (column.Cells[row] != 0 && index[column.Cells[row]].Kind == JsonKind.String)
                    {
                        commas += column.Text(row).Contains((byte)',') ? 1 : 0;
                        bars += column.Text(row).Contains((byte)'|') ? 1 : 0;
                    }
                }
            }
        }

        return commas > bars && commas > 2;
    }

    // Stated columns come first; where that is not the order of the values, a row of signs says it: '=' stated, '.' in the rows.
    private void WriteOrder(Table table)
    {
        bool seenCells = false;
        bool isStatedFirst = true;
        foreach (Column column in table.Columns)
        {
            isStatedFirst &= !seenCells || column.Plan.HasCells;
            seenCells |= column.Plan.HasCells;
        }

        if (!isStatedFirst)
        {
            Used |= Notation.Order;
            output.Write(" ("u8);
            foreach (Column column in table.Columns)
            {
                output.Write(column.Plan.HasCells ? "."u8 : "="u8);
            }

            output.Write(")"u8);
        }
    }

    private void WriteStatement(Column column, Table table)
    {
        ColumnPlan plan = column.Plan;
        if (plan == ColumnPlan.Plain)
        {
            return;
        }

        output.Write("\n"u8);
        WriteName(column);
        if (plan.Codes is not null)
        {
            Used |= Notation.Codes;
            output.Write(" codes:"u8);
            bool isFirst = true;
            foreach (int row in plan.CodedRows)
            {
                output.Write(isFirst ? " "u8 : "; "u8);
                isFirst = false;
                Ascii(plan.Codes[column.Values[row]]);
                output.Write("="u8);
                WriteScalarOrJson(column.Cells[row], Scalar.Coded);
            }
        }
        else
        {
            output.Write("="u8);
            if (plan.Template is { } template)
            {
                Used |= template.HasHole ? Notation.Hole : 0;
                Used |= template.Parts.Any(part => part.Numbers is not null) ? Notation.Sequence : 0;
                Used |= template.Parts.Any(part => part.Source is not null) ? Notation.Source : 0;
                template.Write(output, table.RowCount, column.IsAllNumbers);
            }
            else
            {
                Used |= Notation.Constant;
                WriteScalarOrJson(column.Cells[0], Scalar.Stated);
            }
        }
    }

    private void WriteName(Column column)
    {
        if (_names is null)
        {
            output.Write(column.Name);
        }
        else
        {
            _names.Write(output, column.Name);
        }
    }

    private void WriteScalarOrJson(int entry, SearchValues<byte> reserved)
    {
        JsonEntry item = index[entry];
        if (item.Kind is JsonKind.Array or JsonKind.Object)
        {
            JsonText.WriteMinified(output, index, entry);
        }
        else if (!tryWriteReference(entry))
        {
            Scalar.Write(output, item.Kind, index.Text(entry), reserved);
        }
    }

    private void Ascii(string text) => Encoding.ASCII.GetBytes(text, output);
}
