namespace Headroom.Compression.Json;

/// <summary>Finds what the values of a column have in common, so that it is stated once.</summary>
internal static class TemplateFinder
{
    private const int MaxSources = 24;
    private const int MinSourceLength = 3;

    /// <summary>The best template that holds in every row, or <c>null</c>.</summary>
    /// <param name="column">A column whose values are all strings or all numbers.</param>
    /// <param name="earlier">Columns that it may refer to.</param>
    /// <param name="rowCount">The rows.</param>
    /// <param name="mayCount">Whether sequences may be stated.</param>
    public static Template? Find(Column column, ReadOnlySpan<Column> earlier, int rowCount, bool mayCount)
    {
        if (rowCount < 3 || !(column.IsAllStrings || column.IsAllNumbers))
        {
            return null;
        }

        if (column.IsAllNumbers)
        {
            return mayCount && DigitTemplates.Find(column, rowCount, true) is { HasHole: false } numbers ? numbers : null;
        }

        for (int row = 0; row < rowCount; row++)
        {
            if (column.Text(row).Contains((byte)'\\'))
            {
                return null;
            }
        }

        Template? digits = DigitTemplates.Find(column, rowCount, mayCount);
        if (digits is { HasHole: false })
        {
            return digits;
        }

        Template? best = Better(digits, FromAffixes(column, rowCount));
        for (int i = earlier.Length - 1; i >= 0 && i >= earlier.Length - MaxSources; i--)
        {
            if ((earlier[i].IsAllStrings || earlier[i].IsAllNumbers) && !earlier[i].IsConstant)
            {
                best = Better(best, FromSource(column, earlier[i], rowCount));
            }
        }

        return best;
    }

    private static Template? Better(Template? one, Template? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        return Stated(other) > Stated(one) ? other : one;
    }

    // What a row saves: the bytes that are stated once, in row 0 for all.
    private static int Stated(Template template) =>
        (template.HasHole ? 0 : 10_000) + template.Parts.Sum(part => part.LengthIn(0));

    private static Template? FromAffixes(Column column, int rowCount)
    {
        ReadOnlySpan<byte> first = column.Text(0);
        int prefix = first.Length;
        int suffix = first.Length;
        int shortest = first.Length;
        for (int row = 1; row < rowCount && prefix + suffix > 0; row++)
        {
            ReadOnlySpan<byte> text = column.Text(row);
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

    private static Template? FromSource(Column column, Column source, int rowCount)
    {
        ReadOnlySpan<byte> first = column.Text(0);
        ReadOnlySpan<byte> part = source.Text(0);
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
        for (int row = 0; row < rowCount; row++)
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
