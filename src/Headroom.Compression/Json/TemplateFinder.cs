namespace Headroom.Compression.Json;

/// <summary>Finds what the values of a column have in common, so that it is stated once.</summary>
internal static class TemplateFinder
{
    private const int MaxSources = 24;
    private const int MinSourceLength = 3;

    /// <summary>The best template that holds in every row that has a value, or <c>null</c>.</summary>
    /// <param name="column">A column whose values are all strings or all numbers.</param>
    /// <param name="earlier">Columns that it may refer to.</param>
    /// <param name="mayCount">Whether sequences may be stated.</param>
    public static Template? Find(Column column, ReadOnlySpan<Column> earlier, bool mayCount)
    {
        ReadOnlySpan<int> rows = column.PresentRows;
        bool isWhole = rows.Length == column.Cells.Count;
        if (rows.Length < 3 || (!isWhole && HaveOneValue(column, rows)) || !(column.HasOnlyStrings || column.IsAllNumbers))
        {
            return null;
        }

        if (column.IsAllNumbers)
        {
            return mayCount ? DigitTemplates.FindCounted(column, rows) : null;
        }

        foreach (int row in rows)
        {
            if (column.Text(row).Contains((byte)'\\'))
            {
                return null;
            }
        }

        Template? digits = DigitTemplates.Find(column, rows, mayCount && isWhole);
        if (digits is { HasHole: false } && isWhole)
        {
            return digits;
        }

        Template? best = Better(digits, FromAffixes(column, rows), rows[0]);
        for (int i = earlier.Length - 1; i >= 0 && i >= earlier.Length - MaxSources; i--)
        {
            if ((earlier[i].IsAllStrings || earlier[i].IsAllNumbers) && !earlier[i].IsConstant)
            {
                best = Better(best, FromSource(column, earlier[i], rows), rows[0]);
            }
        }

        // Without a hole there would be no cell to tell an absent value by.
        return isWhole || best is { HasHole: true } ? best : null;
    }

    /// <summary>Whether all texts of a column are one with numbers that count, so that no row has anything of its own.</summary>
    public static bool IsCounted(Column column)
    {
        ReadOnlySpan<int> rows = column.PresentRows;
        return rows.Length >= 3 && rows.Length == column.Cells.Count && (column.IsAllNumbers || (column.HasOnlyStrings && !column.Text(rows[0]).Contains((byte)'\\')))
            && DigitTemplates.FindCounted(column, rows) is not null;
    }

    private static bool HaveOneValue(Column column, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> values = column.Values.AsSpan();
        foreach (int row in rows)
        {
            if (values[row] != values[rows[0]])
            {
                return false;
            }
        }

        return true;
    }

    private static Template? Better(Template? one, Template? other, int row)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        return Stated(other, row) > Stated(one, row) ? other : one;
    }

    // What a row saves: the bytes that are stated once, in one row for all.
    private static int Stated(Template template, int row) =>
        (template.HasHole ? 0 : 10_000) + template.Parts.Sum(part => part.LengthIn(row));

    private static Template? FromAffixes(Column column, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<byte> first = column.Text(rows[0]);
        int prefix = first.Length;
        int suffix = first.Length;
        int shortest = first.Length;
        for (int i = 1; i < rows.Length && prefix + suffix > 0; i++)
        {
            ReadOnlySpan<byte> text = column.Text(rows[i]);
            shortest = Math.Min(shortest, text.Length);
            prefix = first[..prefix].CommonPrefixLength(text);
            suffix = CommonSuffix(first, text, suffix);
        }

        prefix = Affixes.EndOfPrefix(first, Math.Min(prefix, shortest));
        suffix = Affixes.LengthOfSuffix(first, Math.Min(suffix, shortest - prefix));
        if (prefix + suffix == 0)
        {
            return null;
        }

        var parts = new List<TemplatePart>();
        AddLiteral(parts, first[..prefix]);
        parts.Add(default);
        AddLiteral(parts, first[^suffix..]);
        return new Template([.. parts]);
    }

    private static Template? FromSource(Column column, Column source, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<byte> first = column.Text(rows[0]);
        ReadOnlySpan<byte> part = source.Text(rows[0]);
        int at = part.Length < MinSourceLength ? -1 : first.IndexOf(part);
        if (at < 0 || first[..at].IndexOfAny((byte)'<', (byte)'>') >= 0)
        {
            return null;
        }

        int prefix = 0;
        int suffix = int.MaxValue;
        int shortest = int.MaxValue;
        ReadOnlySpan<byte> rest = first[(at + part.Length)..];
        prefix = rest.Length;
        bool isEqual = true;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> text = column.Text(row);
            ReadOnlySpan<byte> value = source.Text(row);
            if (text.Length < at + value.Length || !text[..at].SequenceEqual(first[..at]) || !text[at..].StartsWith(value))
            {
                return null;
            }

            ReadOnlySpan<byte> tail = text[(at + value.Length)..];
            isEqual &= tail.SequenceEqual(rest);
            shortest = Math.Min(shortest, tail.Length);
            prefix = rest[..prefix].CommonPrefixLength(tail);
            suffix = CommonSuffix(rest, tail, Math.Min(suffix, rest.Length));
        }

        var parts = new List<TemplatePart>();
        AddLiteral(parts, first[..at]);
        parts.Add(new TemplatePart(null, source, null));
        if (isEqual && rest.IndexOfAny((byte)'<', (byte)'>') < 0)
        {
            AddLiteral(parts, rest);
            return new Template([.. parts]);
        }

        prefix = Affixes.EndOfPrefix(rest, Math.Min(prefix, shortest));
        suffix = Affixes.LengthOfSuffix(rest, Math.Min(suffix, shortest - prefix));
        AddLiteral(parts, rest[..prefix]);
        parts.Add(default);
        AddLiteral(parts, rest[^suffix..]);
        return new Template([.. parts]);
    }

    /// <summary>Appends a literal part, unless it is empty.</summary>
    public static void AddLiteral(List<TemplatePart> parts, ReadOnlySpan<byte> literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TemplatePart(literal.ToArray(), null, null));
        }
    }

    private static int CommonSuffix(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int limit)
    {
        int length = 0;
        limit = Math.Min(limit, Math.Min(one.Length, other.Length));
        while (length < limit && one[^(length + 1)] == other[^(length + 1)])
        {
            length++;
        }

        return length;
    }
}
