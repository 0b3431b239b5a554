namespace Headroom.Compression.Prose.Words;

/// <summary>
/// What counts as a word where words are numbered: a run of bytes without a space, tab or line break. Every byte sequence has its
/// words, valid UTF-8 or not, and a text has as many of them for whoever gives scores as for whoever reads these.
/// </summary>
public static class TextWords
{
    /// <summary>The first word that begins at a place or behind it; empty, at the end of the text, where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The place; not inside a word.</param>
    public static Range After(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length && IsSpace(text[from]))
        {
            from++;
        }

        int end = from;
        while (end < text.Length && !IsSpace(text[end]))
        {
            end++;
        }

        return from..end;
    }

    /// <summary>The number of words in a text.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        bool isInside = false;
        foreach (byte value in text)
        {
            bool isSpace = IsSpace(value);
            count += isInside || isSpace ? 0 : 1;
            isInside = !isSpace;
        }

        return count;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
