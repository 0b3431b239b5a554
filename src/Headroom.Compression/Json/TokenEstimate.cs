namespace Headroom.Compression.Json;

/// <summary>
/// A cheap guess at the tokens of a text, by runs of letters, digits and signs. Good enough to choose between encodings;
/// what is accepted in the end is decided by an exact count.
/// </summary>
internal static class TokenEstimate
{
    /// <summary>Guesses the number of tokens.</summary>
    public static int Of(ReadOnlySpan<byte> utf8)
    {
        int tokens = 0;
        for (int i = 0; i < utf8.Length;)
        {
            int start = i;
            Class run = ClassOf(utf8[i]);
            while (++i < utf8.Length && ClassOf(utf8[i]) == run)
            {
            }

            int length = i - start;
            tokens += run switch
            {
                Class.Letter => 1 + ((length - 1) / 7),
                Class.Digit => (length + 2) / 3,
                Class.Space => length > 1 ? 1 : 0,
                Class.Sign => (length + 2) / 3,
                _ => 1 + (length / 4),
            };
        }

        return tokens;
    }

    private static Class ClassOf(byte value) => value switch
    {
        >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' => Class.Letter,
        >= (byte)'0' and <= (byte)'9' => Class.Digit,
        (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' => Class.Space,
        >= 0x80 => Class.Other,
        _ => Class.Sign,
    };

    private enum Class
    {
        Letter,
        Digit,
        Space,
        Sign,
        Other,
    }
}
