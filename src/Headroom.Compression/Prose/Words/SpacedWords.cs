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
    private Range _after = TextWords.After(sentence, 0);
    private readonly bool _hasQuotes = sentence.IndexOfAny((byte)'"', (byte)'`', QuoteLead) >= 0;
    private bool _isQuoted;
    private bool _isKept;

    /// <value>The word with the signs at it.</value>
    public readonly ReadOnlySpan<byte> Word => _sentence[_word];

    /// <value>The white space before it.</value>
    public readonly ReadOnlySpan<byte> Gap => _sentence[_before.End.._word.Start];

    /// <value>Where the word begins in the sentence.</value>
    public readonly int Start => _word.Start.Value;

    /// <value>How easily it can be spared; 0 if it cannot.</value>
    public int Weight { get; private set; }

    /// <value>Whether a model may decide that it can be spared.</value>
    public readonly bool MayBeSpared => !_isKept && WordWeight.MayBeSpared(Word, _sentence[_before], _sentence[_after]);

    /// <summary>Goes to the next word; <c>false</c> behind the last.</summary>
    public bool Read()
    {
        _before = _word;
        _word = _after;
        if (_word.Start.Value >= _sentence.Length)
        {
            return false;
        }

        _after = TextWords.After(_sentence, _word.End.Value);
        _isKept = _hasQuotes && IsInQuotes(Word);
        Weight = _isKept ? 0 : WordWeight.Of(Word, _sentence[_before], _sentence[_after]);
        return true;
    }

    private bool IsInQuotes(ReadOnlySpan<byte> word)
    {
        int marks = word.Count((byte)'"') + word.Count((byte)'`') + word.Count("“"u8) + word.Count("”"u8);
        bool isInside = _isQuoted || marks > 0;
        _isQuoted ^= (marks & 1) == 1;
        return isInside;
    }
}
