namespace Headroom.Compression.Json;

/// <summary>
/// Templates of strings that differ in their numbers only: <c>/srv/mod_&lt;0,1…299&gt;/handler_&lt;0,7…2093&gt;.py</c>. Numbers that
/// are the same everywhere become text, those that grow by the same step a sequence; what is left is the hole.
/// </summary>
internal static class DigitTemplates
{
    private const int MaxRuns = 8;
    private const int MaxDigits = 15;

    /// <summary>Finds the template; <c>null</c> where the texts differ in more than numbers.</summary>
    /// <param name="column">The texts.</param>
    /// <param name="rows">The rows that have one; all of them where numbers are to be counted.</param>
    /// <param name="mayCount">Whether sequences may be stated.</param>
    public static Template? Find(Column column, ReadOnlySpan<int> rows, bool mayCount) => Find(column, rows, mayCount, mustCount: false);

    /// <summary>Finds the template where all numbers count; <c>null</c> where a row would have something to fill in.</summary>
    /// <param name="column">The texts.</param>
    /// <param name="rows">All rows.</param>
    public static Template? FindCounted(Column column, ReadOnlySpan<int> rows) => Find(column, rows, mayCount: true, mustCount: true);

    private static Template? Find(Column column, ReadOnlySpan<int> rows, bool mayCount, bool mustCount)
    {
        ReadOnlySpan<byte> first = column.Text(rows[0]);
        List<Run>? runs = Split(first);
        if (runs is null || runs.Count == 0 || first.IndexOfAny((byte)'<', (byte)'>') >= 0)
        {
            return null;
        }

        foreach (Run run in runs)
        {
            run.IsCounted = mayCount;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            if (!Follow(first, runs, column.Text(rows[i]), i) || (mustCount && runs.Exists(run => run.IsFree)))
            {
                return null;
            }
        }

        return Build(first, runs);
    }

    // The runs of digits in a text; null where there are too many or too long ones.
    private static List<Run>? Split(ReadOnlySpan<byte> text)
    {
        var runs = new List<Run>();
        for (int i = 0; i < text.Length; i++)
        {
            int start = i;
            while (i < text.Length && char.IsAsciiDigit((char)text[i]))
            {
                i++;
            }

            if (i > start)
            {
                if (runs.Count == MaxRuns || i - start > MaxDigits)
                {
                    return null;
                }

                runs.Add(new Run { Start = start, End = i });
            }
        }

        return runs;
    }

    // Whether a row has the same text between its numbers; takes the numbers in.
    private static bool Follow(ReadOnlySpan<byte> first, List<Run> runs, ReadOnlySpan<byte> text, int row)
    {
        int at = 0;
        int done = 0;
        foreach (Run run in runs)
        {
            ReadOnlySpan<byte> literal = first[done..run.Start];
            if (!text[at..].StartsWith(literal))
            {
                return false;
            }

            done = run.End;
            at += literal.Length;
            int start = at;
            while (at < text.Length && char.IsAsciiDigit((char)text[at]))
            {
                at++;
            }

            if (at == start || at - start > MaxDigits)
            {
                return false;
            }

            run.Take(text[start..at], row);
        }

        return text[at..].SequenceEqual(first[done..]);
    }

    private static Template Build(ReadOnlySpan<byte> first, List<Run> runs)
    {
        int firstFree = runs.FindIndex(run => run.IsFree);
        int lastFree = runs.FindLastIndex(run => run.IsFree);
        var parts = new List<TemplatePart>();
        int done = 0;
        for (int i = 0; i < runs.Count; i++)
        {
            Run run = runs[i];
            if (i == firstFree)
            {
                TemplateFinder.AddLiteral(parts, first[done..run.Start]);
                parts.Add(default);
                done = runs[lastFree].End;
                i = lastFree;
            }
            else if (run.IsCounted)
            {
                TemplateFinder.AddLiteral(parts, first[done..run.Start]);
                parts.Add(new TemplatePart(null, null, run.Numbers));
                done = run.End;
            }
        }

        TemplateFinder.AddLiteral(parts, first[done..]);
        return new Template([.. parts]);
    }

    private sealed class Run
    {
        private long _first;
        private long _step;
        private int _width;

        public required int Start { get; init; }

        public required int End { get; init; }

        public bool IsCounted { get; set; }

        public bool IsFree => !IsConstant && !IsCounted;

        public Sequence Numbers => new(_first, _step, _width);

        private bool IsConstant { get; set; } = true;

        public void Take(ReadOnlySpan<byte> digits, int row)
        {
            long number = 0;
            foreach (byte digit in digits)
            {
                number = (number * 10) + (digit - '0');
            }

            if (row == 0)
            {
                _first = number;
                _width = digits.Length > 1 && digits[0] == '0' ? digits.Length : 0;
                return;
            }

            _step = row == 1 ? number - _first : _step;
            IsConstant &= number == _first && digits.Length == End - Start;
            if (IsCounted)
            {
                Span<byte> expected = stackalloc byte[32];
                IsCounted = _step != 0 && _first + (_step * row) == number
                    && expected[..Numbers.Write(expected, row)].SequenceEqual(digits);
            }
        }
    }
}
