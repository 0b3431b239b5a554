namespace Headroom.Compression.Prose.Words;

/// <summary>
/// What a model thinks of each word of a text (<see cref="TextWords"/>), in order: 0 for a word that nobody misses, 255 for one
/// that must stay. A byte each, so that what a model computes a little differently on another machine seldom shows.
/// </summary>
/// <param name="Values">One score per word.</param>
public sealed record WordScores(ReadOnlyMemory<byte> Values)
{
    /// <summary>From here on a model is for keeping a word, and it is kept.</summary>
    public const byte Kept = 128;

    /// <value>The number of words.</value>
    public int Count => Values.Length;
}

/// <summary>Reads scores along a text, by places that only grow.</summary>
internal ref struct WordScoreReader(ReadOnlySpan<byte> text, WordScores? scores)
{
    /// <summary>The number of steps from "kept" to "spared most easily".</summary>
    public const int Steps = WordScores.Kept;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly ReadOnlySpan<byte> _scores = scores is null ? default : scores.Values.Span;
    private int _end;
    private int _index = -1;

    /// <summary>How easily the word that covers a place can be spared, from 0, never, to <see cref="Steps"/>. One without a score stays.</summary>
    public int EaseAt(int place)
    {
        while (_end <= place)
        {
            Range word = TextWords.After(_text, _end);
            if (word.Start.Value >= _text.Length)
            {
                return 0;
            }

            _end = word.End.Value;
            _index++;
        }

        return _index < _scores.Length ? Math.Max(0, WordScores.Kept - _scores[_index]) : 0;
    }
}
