using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Markers;
using Headroom.Compression.Ranking;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Listings;

/// <summary>
/// The sampled form of <c>git log --oneline</c>: the newest commits, the oldest ones, reverts and what the question names, as they
/// stand; what lies between, counted by the word that its subject begins with.
/// </summary>
internal static class OnelineSample
{
    private const int MinHead = 30;
    private const int MaxHead = 300;
    private const int Tail = 3;
    private const int MaxPerTerm = 30;
    private const int MaxReverts = 20;
    private const int MaxKind = 16;
    private const int MaxKinds = 8;

    /// <summary>Writes the sampled form; <c>null</c> where it leaves nothing out.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, Anchors anchors, MarkerHash marker, out int count, out int shown, out Anchors used)
    {
        using TextLines lines = TextLines.Split(content);
        bool[] isShown = Choose(content, lines, anchors, out used);
        count = lines.Count;
        shown = isShown.Count(value => value);
        if (shown == count)
        {
            return null;
        }

        using var output = new Utf8Text(content.Length / 3);
        output.Append("["u8).Append(count).Append(" commits, newest first as listed; \"…\" counts those left out by how their subjects begin]\n"u8);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < count;)
        {
            if (isShown[i])
            {
                output.Append(lines[content, i++]).Append("\n"u8);
                continue;
            }

            int first = i;
            kinds.Clear();
            while (i < count && !isShown[i])
            {
                CollectionsMarshal.GetValueRefOrAddDefault(kinds, KindOf(lines[content, i++]), out _)++;
            }

            WriteStamp(output, i - first, kinds);
        }

        Marker.Write(output, count, "commits", shown, marker);
        return output.ToArray();
    }

    private static bool[] Choose(ReadOnlySpan<byte> content, TextLines lines, Anchors anchors, out Anchors used)
    {
        var isShown = new bool[lines.Count];
        int head = Math.Clamp(lines.Count / 5, MinHead, MaxHead);
        int reverts = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            ReadOnlySpan<byte> line = lines[content, i];
            int hash = CommitLine.ShortHash(line);
            ReadOnlySpan<byte> subject = hash > 0 ? line[(hash + 1)..] : default;
            bool isRevert = (subject.StartsWith("Revert"u8) || subject.StartsWith("revert"u8)) && reverts++ < MaxReverts;
            isShown[i] = i < head || i >= lines.Count - Tail || hash == 0 || isRevert;
        }

        used = anchors.Terms.Count == 0 ? Anchors.None : ChooseNamed(content, lines, anchors, isShown);
        return isShown;
    }

    private static Anchors ChooseNamed(ReadOnlySpan<byte> content, TextLines lines, Anchors anchors, bool[] isShown)
    {
        var passages = new Range[lines.Count];
        for (int i = 0; i < passages.Length; i++)
        {
            passages[i] = lines.Start(i)..lines.Start(i + 1);
        }

        TermRanking ranking = TermRanking.Of(content, passages, anchors.Terms);
        int[] taken = new int[TermRanking.MaxTerms];
        for (int i = 0; i < passages.Length; i++)
        {
            for (ulong rest = ranking.Terms(i); rest != 0; rest &= rest - 1)
            {
                isShown[i] |= taken[BitOperations.TrailingZeroCount(rest)]++ < MaxPerTerm;
            }
        }

        return anchors.Where(term => ranking.PassagesWith(term) > 0);
    }

    // "fix" of "1a2b3c4 fix(core): x" and of "1a2b3c4 Fix x".
    private static string KindOf(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> subject = line[(CommitLine.ShortHash(line) + 1)..];
        int end = subject.IndexOfAnyExceptInRange((byte)'A', (byte)'z');
        return end is > 1 and <= MaxKind ? Encoding.ASCII.GetString(subject[..end]).ToLowerInvariant() : "";
    }

    private static void WriteStamp(Utf8Text output, int count, Dictionary<string, int> kinds)
    {
        output.Append("… "u8).Append(count).Append(count == 1 ? " commit"u8 : " commits"u8);
        int named = 0;
        string separator = ": ";
        foreach ((string kind, int number) in kinds.Where(pair => pair.Key.Length > 0 && pair.Value > 1)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MaxKinds))
        {
            Encoding.UTF8.GetBytes($"{separator}{kind} {number}", output);
            separator = ", ";
            named += number;
        }

        if (named > 0 && named < count)
        {
            Encoding.UTF8.GetBytes($", others {count - named}", output);
        }

        output.Append("\n"u8);
    }
}
