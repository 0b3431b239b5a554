namespace Headroom.Compression.Prose.Words;

/// <summary>
/// Reads what stands between white space in a sentence, with what is before and behind it, and how easily it can be spared.
/// Inside quotation marks and code spans nothing can.
/// </summary>
internal ref struct SpacedWords(ReadOnlySpan<byte> sentence)
{
    // The first byte of curly quotation marks, and of much else.
    private const byte QuoteLead = 0xE2;

    private readonly ReadOnlySpan<byte> _sentence = sentence;
    private Range _before;
    private Range _word;
    private Range _after = Next(sentence, 0);
    private readonly bool _hasQuotes = sentence.IndexOfAny((byte)'"', (byte)'`', QuoteLead) >= 0;
    private bool _isQuoted;

    /// <value>The word with the signs at it.</value>
    public readonly ReadOnlySpan<byte> Word => _sentence[_word];

    /// <value>The white space before it.</value>
    public readonly ReadOnlySpan<byte> Gap => _sentence[_before.End.._word.Start];

    /// <value>How easily it can be spared; 0 if it cannot.</value>
    public int Weight { get; private set; }

    /// <summary>Goes to the next word; <c>false</c> behind the last.</summary>
    public bool Read()
    {
        _before = _word;
        _word = _after;
        if (_word.Start.Value >= _sentence.Length)
        {
            return false;
        }

        _after = Next(_sentence, _word.End.Value);
        Weight = _hasQuotes && IsInQuotes(Word) ? 0 : WordWeight.Of(Word, _sentence[_before], _sentence[_after]);
        return true;
    }

    private bool IsInQuotes(ReadOnlySpan<byte> word)
    {
        int marks = word.Count((byte)'"') + word.Count((byte)'`') + word.Count("“"u8) + word.Count("”"u8);
        bool isInside = _isQuoted || marks > 0;
        _isQuoted ^= (marks & 1) == 1;
        return isInside;
    }

    private static Range Next(ReadOnlySpan<byte> sentence, int from)
    {
        while (from < sentence.Length && IsSpace(sentence[from]))
        {
            from++;
        }

        int end = from;
        while (end < sentence.Length && !IsSpace(sentence[end]))
        {
            end++;
        }

        return from..end;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
