using System.Buffers;
using System.Globalization;
using System.Text;
using Headroom.Compression.Json.Embedding;
using Headroom.Compression.Json.Naming;
using Headroom.Compression.Json.Sampling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json;

/// <summary>Writes JSON with its arrays and wide objects as tables; everything else stays JSON. See the folder's README for the notation.</summary>
internal sealed class TableWriter
{
    private const int MaxRowsTried = 256;
    private const int MaxCellBytes = 360;
    private const int MaxPieces = 1 << 16;

    private readonly TableReader _tables;
    private readonly JsonIndex _index;
    private readonly Utf8Text _output;
    private readonly RowSampler? _sampler;
    private readonly EmbeddedTexts _texts;
    private readonly LongTexts? _longTexts;
    private readonly List<TextReference> _references = [];
    private readonly List<WrittenPiece> _pieces = [];
    private int _notVerbatim;
    private readonly CancellationToken _cancellationToken;

    /// <param name="tables">What to write.</param>
    /// <param name="output">Where to.</param>
    /// <param name="sampler">Chooses the rows that are shown; <c>null</c> where all are.</param>
    /// <param name="texts">The strings that stand in sections of their own.</param>
    /// <param name="longTexts">Shortens long strings; <c>null</c> where all stay whole.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public TableWriter(
        TableReader tables, Utf8Text output, RowSampler? sampler, EmbeddedTexts texts, LongTexts? longTexts, CancellationToken cancellationToken)
    {
        _tables = tables;
        _index = tables.Index;
        _output = output;
        _sampler = sampler;
        _texts = texts;
        _longTexts = longTexts;
        _cancellationToken = cancellationToken;
    }

    /// <value>The parts of the notation that were used.</value>
    public Notation Used { get; private set; }

    /// <value>Rows of the tables that were sampled or written whole, not counting tables inside rows.</value>
    public int ItemCount { get; private set; }

    /// <value>What <see cref="ItemCount"/> counts.</value>
    public string? Unit { get; private set; }

    /// <value>How many of <see cref="ItemCount"/> are shown.</value>
    public int ShownItemCount { get; private set; }

    /// <value>The places that refer to strings in sections of their own.</value>
    public IReadOnlyList<TextReference> References => _references;

    /// <value>About how many bytes the rows would take that were left out.</value>
    public long OmittedBytes { get; private set; }

    /// <value>Strings and objects of scalars that stand in the output as JSON, outside of cells.</value>
    public IReadOnlyList<WrittenPiece> Pieces => _pieces;

    /// <value>Whether rows or text were left out, that of the sections aside.</value>
    public bool HasOmissions { get; private set; }

    /// <summary>Writes a value.</summary>
    /// <returns>Whether it ended with a line break, as tables do.</returns>
    public bool Write(int entry, int depth = 0)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        JsonEntry item = _index[entry];
        switch (item.Kind)
        {
            case JsonKind.Array or JsonKind.Object:
                return TryWriteTable(entry, depth) || (entry == 0 ? WriteDocuments(item) : WriteContainer(entry, item, depth));
            case JsonKind.String:
                if (!TryWriteReference(entry) && !TryWriteClipped(entry))
                {
                    int start = _output.Length;
                    JsonText.WriteQuoted(_output, _index.Text(entry));
                    AddPiece(start, entry);
                }

                return false;
            default:
                _output.Write(_index.Text(entry));
                return false;
        }
    }

    private bool WriteDocuments(JsonEntry sequence)
    {
        for (int child = 1; child < sequence.End; child = _index[child].End)
        {
            if (!Write(child))
            {
                _output.Write("\n"u8);
            }
        }

        return true;
    }

    private bool WriteContainer(int entry, JsonEntry item, int depth)
    {
        bool isObject = item.Kind == JsonKind.Object;
        _output.Write(isObject ? "{"u8 : "["u8);
        bool isFirst = true;
        for (int child = entry + 1; child < item.End; child = _index[child].End)
        {
            if (!isFirst)
            {
                _output.Write(","u8);
            }

            isFirst = false;
            if (isObject)
            {
                JsonText.WriteQuoted(_output, _index.Text(child));
                _output.Write(":"u8);
                child++;
            }

            WriteChild(child, depth);
        }

        _output.Write(isObject ? "}"u8 : "]"u8);
        return false;
    }

    private void WriteChild(int entry, int depth)
    {
        int start = _output.Length;
        int notVerbatim = _notVerbatim;
        bool isTable = Write(entry, depth);
        JsonEntry item = _index[entry];
        if (item.Kind == JsonKind.Object && !isTable && notVerbatim == _notVerbatim && item.End - entry - 1 == 2 * item.Count)
        {
            AddPiece(start, entry);
        }
    }

    private void AddPiece(int start, int entry)
    {
        if (_pieces.Count < MaxPieces)
        {
            _pieces.Add(new WrittenPiece(start, _output.Length, entry));
        }
    }

    private bool TryWriteTable(int entry, int depth)
    {
        int count = _index[entry].Count;
        bool isObject = _index[entry].Kind == JsonKind.Object;
        if (count < (isObject ? 12 : 2) || _tables.TryRead(entry) is not { } table)
        {
            return false;
        }

        RowSample? sample = Plan(table);
        if (sample is null && !Pays(table))
        {
            return false;
        }

        if (depth == 0)
        {
            Unit = Unit is null || Unit == table.Noun ? table.Noun : "rows";
            ItemCount += table.RowCount;
            ShownItemCount += sample?.Shown.Length ?? table.RowCount;
        }

        HasOmissions |= sample is not null;
        var header = new TableHeader(_index, _output, TryWriteReference);
        SearchValues<byte> reserved = header.Write(table, sample);
        Used |= header.Used;
        int start = _output.Length;
        WriteRows(table, sample, reserved, depth);
        if (sample is not null)
        {
            OmittedBytes += (long)((_output.Length - start) * ShareOfCells(table)) * (table.RowCount - sample.Shown.Length) / Math.Max(sample.Shown.Length, 1);
            sample.WriteNotes(_output, _index, table);
        }

        return true;
    }

    // What grows by the same step takes no room where all rows are written.
    private static double ShareOfCells(Table table)
    {
        List<Column> cells = table.Columns.FindAll(column => column.Plan.HasCells);
        int counted = cells.Count(TemplateFinder.IsCounted);
        return cells.Count == 0 ? 0 : (double)(cells.Count - counted) / cells.Count;
    }

    // Rows that a few stated lines hold are shown whole, also where others are sampled.
    private RowSample? Plan(Table table)
    {
        RowSample? sample = null;
        bool isPlanned = false;
        if (_sampler is not null)
        {
            isPlanned = table.RowCount <= MaxRowsTried;
            if (isPlanned)
            {
                ColumnPlanner.Plan(_index, table, _texts, null);
            }

            sample = isPlanned && CellBytes(table) <= MaxCellBytes ? null : _sampler.Choose(table);
        }

        if (sample is not null || !isPlanned)
        {
            ColumnPlanner.Plan(_index, table, _texts, sample?.Shown);
        }

        return sample;
    }

    private int CellBytes(Table table)
    {
        int bytes = 0;
        foreach (Column column in table.Columns.Where(column => column.Plan.HasCells))
        {
            for (int row = 0; row < table.RowCount && bytes <= MaxCellBytes; row++)
            {
                int cell = column.Cells[row];
                bytes += 1 + (cell == 0 || column.Plan.Codes is not null ? 0
                    : column.Plan.Template is { } template ? template.Hole(column.Text(row), row).Length
                    : _index[cell].Value >= 0 ? column.Text(row).Length : _index[cell].Length);
            }
        }

        return bytes;
    }

    // Plain lists and objects cost the same as JSON; a table of objects saves the keys.
    private static bool Pays(Table table) => table.Columns.Exists(column => column.Plan != ColumnPlan.Plain)
        || (table.Kind == TableKind.Keys ? table.Columns.Count > 2 : !table.IsList);

    private void WriteRows(Table table, RowSample? sample, SearchValues<byte> reserved, int depth)
    {
        List<Column> cells = table.Columns.FindAll(column => column.Plan.HasCells);
        int count = sample?.Shown.Length ?? table.RowCount;
        if (cells.Count > 0)
        {
            for (int i = 0; i < count; i++)
            {
                if (i % 1024 == 0)
                {
                    _cancellationToken.ThrowIfCancellationRequested();
                }

                int row = sample?.Shown[i] ?? i;
                if (sample is not null)
                {
                    Ascii(string.Create(CultureInfo.InvariantCulture, $"{row}: "));
                }

                WriteRow(cells, row, reserved, depth);
            }
        }

    }

    private void WriteRow(List<Column> cells, int row, SearchValues<byte> reserved, int depth)
    {
        bool endsLine = false;
        for (int i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                _output.Write(reserved == Scalar.BarCell ? "|"u8 : ","u8);
            }

            Column column = cells[i];
            endsLine = false;
            if (column.Cells[row] == 0)
            {
                Used |= Notation.Absent;
            }
            else if (column.Plan.Codes is { } codes)
            {
                Ascii(codes[column.Values[row]]);
            }
            else if (column.Plan.Template is { } template)
            {
                ReadOnlySpan<byte> hole = template.Hole(column.Text(row), row);
                if (Scalar.IsBare(hole, reserved, true))
                {
                    _output.Write(hole);
                }
                else
                {
                    JsonText.WriteQuoted(_output, hole);
                }
            }
            else if (_index[column.Cells[row]].Kind is JsonKind.Array or JsonKind.Object)
            {
                endsLine = Write(column.Cells[row], depth + 1);
            }
            else if (!TryWriteReference(column.Cells[row]) && !TryWriteClipped(column.Cells[row]))
            {
                Scalar.Write(_output, _index[column.Cells[row]].Kind, column.Text(row), reserved);
            }
        }

        if (!endsLine)
        {
            _output.Write("\n"u8);
        }
    }

    private bool TryWriteReference(int entry)
    {
        if (_texts.Find(entry) is not { } text)
        {
            return false;
        }

        _notVerbatim++;
        Used |= Notation.Text;
        _references.Add(new TextReference(_output.Length, text));
        return true;
    }

    private bool TryWriteClipped(int entry)
    {
        if (_longTexts?.Clip(entry) is not { } clip)
        {
            return false;
        }

        _notVerbatim++;
        HasOmissions = true;
        Used |= clip.Used;
        clip.Write(_output, _index.Text(entry));
        return true;
    }

    private void Ascii(string text) => Encoding.ASCII.GetBytes(text, _output);
}
