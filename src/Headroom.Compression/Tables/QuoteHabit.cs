using System.Globalization;

namespace Headroom.Compression.Tables;

/// <summary>
/// Which cells of delimited values stand in quotes: all of a column or only those that have to, empty ones like the others
/// or never. Where that holds for every cell, it is stated, and the text can be rebuilt.
/// </summary>
/// <param name="dialect">How cells are set apart.</param>
/// <param name="columnCount">How many columns there are.</param>
internal sealed class QuoteHabit(Dialect dialect, int columnCount)
{
    private readonly Seen[] _columns = new Seen[columnCount];
    private Seen _header;
    private bool _isBroken;

    /// <value>Whether any cell stood in quotes.</value>
    public bool HasQuoted { get; private set; }

    /// <value>Whether one rule holds for every cell.</value>
    public bool IsRegular =>
        !_isBroken && !IsTorn(_header) && !Array.Exists(_columns, IsTorn)
        && !(Array.Exists(_columns, column => IsQuoted(column) && column.HasFlag(Seen.EmptyQuoted))
            && Array.Exists(_columns, column => IsQuoted(column) && column.HasFlag(Seen.EmptyBare)));

    /// <summary>Takes in a row.</summary>
    public void Take(ReadOnlySpan<byte> utf8, List<TableCell> row, bool isHeader)
    {
        for (int i = 0; i < columnCount; i++)
        {
            TableCell cell = row[i];
            ReadOnlySpan<byte> text = cell.Place.Of(utf8);
            HasQuoted |= cell.IsQuoted;
            bool needs = dialect.NeedsQuotes(text);
            _isBroken |= needs && !cell.IsQuoted;
            Seen seen = needs ? 0
                : text.IsEmpty ? (cell.IsQuoted ? Seen.EmptyQuoted : Seen.EmptyBare)
                : cell.IsQuoted ? Seen.Quoted : Seen.Bare;
            if (isHeader)
            {
                _header |= seen;
            }
            else
            {
                _columns[i] |= seen;
            }
        }
    }

    /// <summary>The rule in words; empty where only those cells stand in quotes that have to.</summary>
    public override string ToString()
    {
        int quoted = _columns.Count(IsQuoted);
        string columns = quoted == 0 ? ""
            : quoted == columnCount ? ", all quoted"
            : ", quoted columns" + string.Concat(Enumerable.Range(0, columnCount).Where(column => IsQuoted(_columns[column]))
                .Select(column => string.Create(CultureInfo.InvariantCulture, $" {column + 1}")));
        string empty = Array.Exists(_columns, column => IsQuoted(column) && column.HasFlag(Seen.EmptyBare)) ? ", empty cells not" : "";
        return columns + empty + (IsQuoted(_header) ? ", names quoted" : "");
    }

    private static bool IsQuoted(Seen column) => column.HasFlag(Seen.Quoted) || (column.HasFlag(Seen.EmptyQuoted) && !column.HasFlag(Seen.Bare));

    private static bool IsTorn(Seen column) => (column.HasFlag(Seen.Quoted) && column.HasFlag(Seen.Bare))
        || (column.HasFlag(Seen.EmptyQuoted) && (!IsQuoted(column) || column.HasFlag(Seen.EmptyBare)));

    [Flags]
    private enum Seen
    {
        Quoted = 1,
        Bare = 2,
        EmptyQuoted = 4,
        EmptyBare = 8,
    }
}
