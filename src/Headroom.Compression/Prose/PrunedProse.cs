using Headroom.Compression.Blocks;
using Headroom.Compression.Json.Sampling;
using Headroom.Compression.Markers;
using Headroom.Compression.Prose.Words;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Prose;

/// <summary>
/// Leaves out of sentences in English the words that can be spared most easily, as many as the profile asks for; the others stay
/// as they are and in order, with every line break. A line at the head says so, and a marker at the end. How easily is told by
/// lists of words, or by a model's scores; then sentences that report an error stay whole.
/// </summary>
internal sealed class PrunedProse
{
    private const double BalancedRatio = 0.7;
    private const double AggressiveRatio = 0.6;

    // Tokens are counted in the beginning of a long text, and so are the words that show its language.
    private const int SampleBytes = 65_536;
    private const int LettersPerToken = 8;

    private readonly IReadOnlyList<ProseUnit> _units;
    private readonly WordScores? _scores;
    private readonly int _steps;
    private readonly long[] _found;
    private int _words;
    private int _least;
    private long _quota;

    private PrunedProse(IReadOnlyList<ProseUnit> units, WordScores? scores)
    {
        _units = units;
        _scores = scores;
        _steps = scores is null ? WordWeight.Steps : WordScoreReader.Steps;
        _found = new long[_steps + 1];
    }

    /// <value>The share of a text's tokens that a profile keeps without being asked for another.</value>
    public static double RatioOf(CompressionProfile profile) => profile.TargetRatio ?? (profile.ElidesCode ? AggressiveRatio : BalancedRatio);

    private static ReadOnlySpan<byte> Head => "[Words of little weight left out]\n"u8;

    /// <summary>Writes the text with fewer words; <c>null</c> where none can be spared.</summary>
    /// <param name="content">The text.</param>
    /// <param name="text">Its units.</param>
    /// <param name="profile">How much should stay.</param>
    /// <param name="marker">The handle of the text.</param>
    /// <param name="scores">What a model thinks of its words; <c>null</c>: the lists decide.</param>
    /// <param name="words">Set to how many words the sentences have.</param>
    /// <param name="shown">Set to how many of them are shown.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static byte[]? Write(
        ReadOnlySpan<byte> content, ProseText text, CompressionProfile profile, MarkerHash marker, WordScores? scores, out int words, out int shown,
        CancellationToken cancellationToken)
    {
        words = shown = 0;
        ReadOnlySpan<byte> sample = Utf8Cut.Head(content, SampleBytes);
        if (!IsInItsLanguage(content))
        {
            return null;
        }

        var pruned = new PrunedProse(text.Units, scores);
        pruned.Count(content, cancellationToken);
        double tokens = (double)profile.Counter.Count(sample) / sample.Length * content.Length;
        double notes = profile.Counter.Count(Head) + profile.Counter.Count(Tail(pruned._words, pruned._words / 2, marker));
        pruned.Allot((long)Math.Ceiling((tokens * (1 - RatioOf(profile))) + notes));
        if (pruned._least > pruned._steps)
        {
            return null;
        }

        words = pruned._words;
        return pruned.Write(content, marker, out shown, cancellationToken);
    }

    /// <summary>Whether words can be left out of a text, by its language.</summary>
    public static bool IsInItsLanguage(ReadOnlySpan<byte> content) => WordWeight.IsEnglish(Utf8Cut.Head(content, SampleBytes));

    private void Count(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var scores = new WordScoreReader(content, _scores);
        foreach (ProseUnit unit in _units)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (unit.Kind == ProseUnitKind.Sentence)
            {
                bool isFixed = IsFixed(unit.Of(content));
                var words = new SpacedWords(unit.Of(content));
                while (words.Read())
                {
                    _words++;
                    _found[WeightOf(words, unit, isFixed, ref scores)] += TokensOf(words.Word);
                }
            }
        }
    }

    private bool IsFixed(ReadOnlySpan<byte> sentence) => _scores is not null && ErrorWords.IsIn(sentence);

    private int WeightOf(in SpacedWords words, ProseUnit unit, bool isFixed, ref WordScoreReader scores) =>
        _scores is null ? words.Weight : isFixed || !words.MayBeSpared ? 0 : scores.EaseAt(unit.Start + words.Start);

    // A word of the lists is a token. A model spares longer ones, too.
    private int TokensOf(ReadOnlySpan<byte> word) => _scores is null ? 1 : 1 + (word.Length / LettersPerToken);

    private static byte[] Tail(int words, int shown, MarkerHash marker)
    {
        using var tail = new Utf8Text(128);
        Marker.Write(tail, words, "words", shown, marker);
        return tail.ToArray();
    }

    /// <summary>Decides down to which weight words go, and of that weight how many.</summary>
    private void Allot(long needed)
    {
        _least = _steps + 1;
        while (_least > 1 && needed > 0)
        {
            _least--;
            _quota = Math.Min(needed, _found[_least]);
            needed -= _found[_least];
        }
    }

    /// <summary>Whether of the words of the least weight the one goes before which so many tokens of them were met: they go evenly over the text.</summary>
    private bool IsDue(long met, int tokens) => (met + tokens) * _quota / _found[_least] > met * _quota / _found[_least];

    private byte[] Write(ReadOnlySpan<byte> content, MarkerHash marker, out int shown, CancellationToken cancellationToken)
    {
        using var output = new Utf8Text((int)(content.Length * 0.8) + 256);
        output.Append(Head);
        int done = 0;
        long met = 0;
        shown = _words;
        var scores = new WordScoreReader(content, _scores);
        foreach (ProseUnit unit in _units)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (unit.Kind != ProseUnitKind.Sentence)
            {
                continue;
            }

            output.Append(content[done..unit.Start]);
            done = unit.End;
            ReadOnlySpan<byte> lineBreak = default;
            bool isFirst = true;
            bool hasDropped = false;
            bool isFixed = IsFixed(unit.Of(content));
            var words = new SpacedWords(unit.Of(content));
            while (words.Read())
            {
                ReadOnlySpan<byte> gap = words.Gap;
                if (gap.Contains((byte)'\n'))
                {
                    // Line breaks stay, whatever goes beside them.
                    output.Append(lineBreak);
                    lineBreak = gap;
                }

                int weight = WeightOf(words, unit, isFixed, ref scores);
                bool isSpare = weight > _least;
                if (weight == _least)
                {
                    int tokens = TokensOf(words.Word);
                    isSpare = IsDue(met, tokens);
                    met += tokens;
                }

                if (isSpare)
                {
                    shown--;
                    hasDropped = true;
                    continue;
                }

                output.Append(!lineBreak.IsEmpty ? lineBreak : isFirst && hasDropped ? default : gap).Append(words.Word);
                lineBreak = default;
                isFirst = false;
            }

            output.Append(lineBreak);
        }

        output.Append(content[done..]).Append(output.WrittenSpan.EndsWith("\n"u8) ? default : "\n"u8);
        return output.Append(Tail(_words, shown, marker)).ToArray();
    }
}
