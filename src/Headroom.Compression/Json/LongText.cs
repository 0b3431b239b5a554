using Headroom.Compression.Anchoring;
using Headroom.Compression.Json.Sampling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json;

/// <summary>
/// Strings too long to be shown whole: the head and the tail stay, and between them every passage that reports an error or
/// that the question asks for; what is left out is counted. Of opaque text, such as a certificate, only the ends stay.
/// </summary>
internal static class LongText
{
    private const int Longest = 800;
    private const int Head = 360;
    private const int Tail = 160;
    private const int Near = 40;

    private const int LongestOpaque = 160;
    private const int OpaqueHead = 40;
    private const int OpaqueTail = 16;

    // Of longer texts more is shown: a tenth at the head and a thirtieth at the tail, up to this and a third of it.
    private const int MaxMore = 2400;

    // A trace or report of an error stays whole up to this length.
    private const int LongestError = 4000;

    // A text that has to be shown to a larger part stays whole.
    private const double MaxShown = 0.7;

    /// <summary>Whether a string is long enough to be shortened.</summary>
    public static bool IsLong(ReadOnlySpan<byte> canonical) =>
        canonical.Length > Longest || (canonical.Length > LongestOpaque && OpaqueText.Is(canonical));

    /// <summary>Shortens a string; <c>null</c> where it stays whole.</summary>
    /// <param name="canonical">The string.</param>
    /// <param name="anchors">The terms of the question.</param>
    /// <param name="usedTerms">Takes the terms that add a passage.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static ClippedText? Clip(ReadOnlySpan<byte> canonical, Anchors anchors, HashSet<string> usedTerms, CancellationToken cancellationToken)
    {
        if (!IsLong(canonical))
        {
            return null;
        }

        if (OpaqueText.Is(canonical))
        {
            return new ClippedText([(0, OpaqueHead), (canonical.Length - OpaqueTail, canonical.Length)], []);
        }

        int head = CutFrom(canonical, Head + Math.Min(canonical.Length / 10, MaxMore));
        int tail = CutFrom(canonical, canonical.Length - Tail - Math.Min(canonical.Length / 30, MaxMore / 3));
        var terms = new HashSet<string>();
        TextPassages passages = TextPassages.Find(canonical, head, tail, anchors, terms, cancellationToken);
        if (passages.HasErrors && canonical.Length <= LongestError)
        {
            return null;
        }

        var pieces = new List<(int Start, int End)> { (0, head) };
        foreach (TextSegment segment in passages.Shown.Append(new TextSegment(tail, canonical.Length, false, true)))
        {
            if (segment.Start <= pieces[^1].End + Near)
            {
                pieces[^1] = (pieces[^1].Start, Math.Max(pieces[^1].End, segment.End));
            }
            else
            {
                pieces.Add((segment.Start, segment.End));
            }
        }

        usedTerms.UnionWith(terms);
        return pieces.Sum(piece => piece.End - piece.Start) > canonical.Length * MaxShown ? null : new ClippedText(pieces, passages.Folds);
    }

    // Cuts stand between characters and escapes, before a space where one is near.
    private static int CutFrom(ReadOnlySpan<byte> text, int target)
    {
        int at = 0;
        while (at < target)
        {
            at += TextSegments.Length(text, at);
        }

        int space = text[at..Math.Min(text.Length, at + Near)].IndexOf((byte)' ');
        return space < 0 ? at : at + space;
    }
}
