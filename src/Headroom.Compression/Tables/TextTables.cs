using System.Text.Unicode;
using Headroom.Compression.Json;

namespace Headroom.Compression.Tables;

/// <summary>Recognises a text that is one table, by reading all of it.</summary>
internal static class TextTables
{
    private const int MaxAround = 512;

    /// <summary>The table that a text is; <c>null</c> where it is none, or not from the first row to the last.</summary>
    public static TextTable? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is < 16 or > JsonIndex.MaxBytes)
        {
            return null;
        }

        TextTable? table = RuledTable.TryRead(utf8);
        table ??= DelimitedTable.TryRead(utf8);
        table ??= AlignedTable.TryRead(utf8);

        // A line of names and a few rows; what follows them is a count of the rows or nothing.
        return table is not null && utf8.Length - table.Replaced.End <= MaxAround && Utf8.IsValid(utf8) ? table : null;
    }
}
