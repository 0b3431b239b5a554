namespace Headroom.Compression.Json;

/// <summary>Finds what the values of a column have in common, so that it is stated once.</summary>
internal static class TemplateFinder
{
    private const int MaxSources = 24;
    private const int MinSourceLength = 3;
    private const int MaxDigitRuns = 8;
    private const int MaxDigits = 15;

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
            return mayCount && FromDigits(column, rowCount, true) is { HasHole: false } numbers ? numbers : null;
        }

        for (int row = 0; row < rowCount; row++)
        {
            if (column.Text(row).Contains((byte)'\\'))
            {
                return null;
            }
        }

        Template? digits = FromDigits(column, rowCount, mayCount);
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

    private static Template? FromDigits(Column column, int rowCount, bool mayCount)
    {
        ReadOnlySpan<byte> first = column.Text(0);
        Span<(int Start, int End)> runs = stackalloc (int, int)[MaxDigitRuns];
        int runCount = 0;
        for (int i = 0; i < first.Length; i++)
        {
            if (char.IsAsciiDigit((char)first[i]))
            {
                int start = i;
                while (i < first.Length && char.IsAsciiDigit((char)first[i]))
                {
                    i++;
                }

                if (runCount == MaxDigitRuns || i - start > MaxDigits)
                {
                    return null;
                }

                runs[runCount++] = (start, i);
            }
        }

        if (runCount == 0 || first.IndexOfAny((byte)'<', (byte)'>') >= 0)
        {
            return null;
        }

        long[] firstNumbers = new long[runCount];
        long[] steps = new long[runCount];
        int[] widths = new int[runCount];
        bool[] isCounted = new bool[runCount];
        bool[] isConstant = new bool[runCount];
        Span<byte> expected = stackalloc byte[32];
        isCounted.AsSpan().Fill(mayCount);
        isConstant.AsSpan().Fill(true);
        for (int row = 0; row < rowCount; row++)
        {
            ReadOnlySpan<byte> text = column.Text(row);
            int at = 0;
            for (int run = 0; run <= runCount; run++)
            {
                ReadOnlySpan<byte> literal = first[(run == 0 ? 0 : runs[run - 1].End)..(run == runCount ? first.Length : runs[run].Start)];
                if (!text[at..].StartsWith(literal))
                {
                    return null;
                }

                at += literal.Length;
                if (run == runCount)
                {
                    break;
                }

                int start = at;
                long number = 0;
                while (at < text.Length && char.IsAsciiDigit((char)text[at]))
                {
                    number = (number * 10) + (text[at++] - '0');
                    if (at - start > MaxDigits)
                    {
                        return null;
                    }
                }

                if (at == start)
                {
                    return null;
                }

                int length = at - start;
                if (row == 0)
                {
                    firstNumbers[run] = number;
                    widths[run] = length > 1 && text[start] == '0' ? length : 0;
                }
                else if (row == 1)
                {
                    steps[run] = number - firstNumbers[run];
                }

                isConstant[run] &= number == firstNumbers[run] && length == runs[run].End - runs[run].Start;
                if (isCounted[run] && row > 0)
                {
                    isCounted[run] = steps[run] != 0 && firstNumbers[run] + (steps[run] * row) == number
                        && expected[..new Sequence(firstNumbers[run], steps[run], widths[run]).Write(expected, row)].SequenceEqual(text[start..at]);
                }
            }

            if (at != text.Length)
            {
                return null;
            }
        }

        var parts = new List<TemplatePart>();
        int firstFree = -1;
        int lastFree = -1;
        for (int run = 0; run < runCount; run++)
        {
            if (!isConstant[run] && !isCounted[run])
            {
                firstFree = firstFree < 0 ? run : firstFree;
                lastFree = run;
            }
        }

        int done = 0;
        for (int run = 0; run < runCount; run++)
        {
            if (run == firstFree)
            {
                AddLiteral(parts, first[done..runs[run].Start]);
                parts.Add(default);
                done = runs[lastFree].End;
                run = lastFree;
            }
            else if (isCounted[run])
            {
                AddLiteral(parts, first[done..runs[run].Start]);
                parts.Add(new TemplatePart(null, null, new Sequence(firstNumbers[run], steps[run], widths[run])));
                done = runs[run].End;
            }
        }

        AddLiteral(parts, first[done..]);
        return new Template([.. parts]);
    }

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

    private static void AddLiteral(List<TemplatePart> parts, ReadOnlySpan<byte> literal)
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
