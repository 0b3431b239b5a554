namespace Headroom.Compression.Logs;

/// <summary>
/// How the time stamps of a log are written once per section: the part before the cut when it changes, the rest in rows.
/// </summary>
internal static class StampPrefix
{
    /// <summary>The cut that costs the fewest tokens by a rough count; 0: no sections.</summary>
    public static int Choose(ReadOnlySpan<byte> content, StampedLog log)
    {
        int length = log.StampLength;
        int[] firstChange = new int[length + 1];
        int rows = 0;
        int previous = -1;
        for (int i = 0; i < log.IsStamped.Count; i++)
        {
            if (log.IsStamped[i])
            {
                rows++;
                firstChange[previous < 0 ? 0 : Stamp(content, log, previous).CommonPrefixLength(Stamp(content, log, i))]++;
                previous = i;
            }
        }

        if (rows == 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> sample = Stamp(content, log, previous);
        int best = 0;
        long bestCost = (long)rows * RoughTokens(sample);
        int changes = firstChange[0];
        for (int cut = 1; cut <= length; cut++)
        {
            if (cut == length || !char.IsAsciiDigit((char)sample[cut - 1]))
            {
                long cost = ((long)changes * (RoughTokens(sample[..cut]) + 2)) + ((long)rows * RoughTokens(sample[cut..]));
                if (cost < bestCost)
                {
                    (best, bestCost) = (cut, cost);
                }
            }

            changes += firstChange[cut];
        }

        return best;
    }

    /// <summary>The time stamp of a line.</summary>
    public static ReadOnlySpan<byte> Stamp(ReadOnlySpan<byte> content, StampedLog log, int line) =>
        content.Slice(log.Lines.TextStart(line), log.StampLength);

    private static int RoughTokens(ReadOnlySpan<byte> text)
    {
        int tokens = text.IsEmpty ? 0 : 1;
        int digits = 0;
        foreach (byte value in text)
        {
            if (char.IsAsciiDigit((char)value))
            {
                tokens += digits++ % 3 == 0 ? 1 : 0;
            }
            else
            {
                tokens++;
                digits = 0;
            }
        }

        return tokens;
    }
}
