using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Prose.Words;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Prose;

/// <summary>
/// Leaves out of sentences in English the words that can be spared most easily, as many as the profile asks for; the others stay
/// as they are and in order, with every line break. A line at the head says so, and a marker at the end.
/// </summary>
internal sealed class PrunedProse
{
    private const double BalancedRatio = 0.7;
    private const double AggressiveRatio = 0.6;

    // Tokens are counted in the beginning of a long text, and so are the words that show its language.
    private const int SampleBytes = 65_536;

    private readonly IReadOnlyList<ProseUnit> _units;
    private readonly long[] _found = new long[WordWeight.Steps + 1];
    private int _words;
    private int _least;
    private long _quota;

    private PrunedProse(IReadOnlyList<ProseUnit> units) => _units = units;

    /// <value>The share of a text's tokens that a profile keeps without being asked for another.</value>
    public static double RatioOf(CompressionProfile profile) => profile.TargetRatio ?? (profile.ElidesCode ? AggressiveRatio : BalancedRatio);

    private static ReadOnlySpan<byte> Head => "[Words of little weight left out]\n"u8;

    /// <summary>Writes the text with fewer words; <c>null</c> where none can be spared.</summary>
    /// <param name="content">The text.</param>
    /// <param name="text">Its units.</param>
    /// <param name="profile">How much should stay.</param>
    /// <param name="marker">The handle of the text.</param>
    /// <param name="words">Set to how many words the sentences have.</param>
    /// <param name="shown">Set to how many of them are shown.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static byte[]? Write(
        ReadOnlySpan<byte> content, ProseText text, CompressionProfile profile, MarkerHash marker, out int words, out int shown, CancellationToken cancellationToken)
    {
        words = shown = 0;
        ReadOnlySpan<byte> sample = Utf8Cut.Head(content, SampleBytes);
        if (!WordWeight.IsEnglish(sample))
        {
            return null;
        }

        var pruned = new PrunedProse(text.Units);
        pruned.Count(content, cancellationToken);
        double tokens = (double)profile.Counter.Count(sample) / sample.Length * content.Length;
        double notes = profile.Counter.Count(Head) + profile.Counter.Count(Tail(pruned._words, pruned._words / 2, marker));
        pruned.Allot((long)Math.Ceiling((tokens * (1 - RatioOf(profile))) + notes));
        if (pruned._least > WordWeight.Steps)
        {
            return null;
        }

        words = pruned._words;
        return pruned.Write(content, marker, out shown, cancellationToken);
    }

    private void Count(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        foreach (ProseUnit unit in _units)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (unit.Kind == ProseUnitKind.Sentence)
            {
                var words = new SpacedWords(unit.Of(content));
                while (words.Read())
                {
                    _words++;
                    _found[words.Weight]++;
                }
            }
        }
    }

    private static byte[] Tail(int words, int shown, MarkerHash marker)
    {
        using var tail = new Utf8Text(128);
        Marker.Write(tail, words, "words", shown, marker);
        return tail.ToArray();
    }

    /// <summary>Decides down to which weight words go, and of that weight how many. A word of the lists is a token.</summary>
    private void Allot(long needed)
    {
        _least = WordWeight.Steps + 1;
        while (_least > 1 && needed > 0)
        {
            _least--;
            _quota = Math.Min(needed, _found[_least]);
            needed -= _found[_least];
        }
    }

    /// <summary>Whether of the words of the least weight the one goes that was met so many before: they go evenly over the text.</summary>
    private bool IsDue(long met) => (met + 1) * _quota / _found[_least] > met * _quota / _found[_least];

    private byte[] Write(ReadOnlySpan<byte> content, MarkerHash marker, out int shown, CancellationToken cancellationToken)
    {
        using var output = new Utf8Text((int)(content.Length * 0.8) + 256);
        output.Append(Head);
        int done = 0;
        long met = 0;
        shown = _words;
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

                if (words.Weight >= _least && (words.Weight > _least || IsDue(met++)))
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
