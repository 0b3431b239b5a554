using Headroom.Compression.Anchoring;
using Headroom.Compression.Ranking;

namespace Headroom.Compression.Code;

/// <summary>
/// Chooses what is left out: everything that may be, but functions that the question names or its rare terms stand in, those that are
/// related to them, and, while the target permits, those that are named most often in the block.
/// </summary>
internal sealed class CodeSelection
{
    private const double DefaultTarget = 0.4;
    private const double NamedShare = 0.5;
    private const double AnchorShare = 0.25;
    private const double RelatedShare = 0.2;
    private const int StampBytes = 24;
    private const int HashBits = 14;

    private readonly bool[] _isKept;

    private CodeSelection(bool[] isKept, Anchors usedAnchors)
    {
        _isKept = isKept;
        UsedAnchors = usedAnchors;
    }

    /// <value>The anchors that kept a body.</value>
    public Anchors UsedAnchors { get; }

    /// <summary>Whether an elision stays as it stands.</summary>
    public bool IsKept(int elision) => _isKept[elision];

    /// <summary>Chooses among the elisions of a block.</summary>
    public static CodeSelection Choose(ReadOnlySpan<byte> utf8, IReadOnlyList<CodeElision> elisions, Anchors anchors, double? targetRatio)
    {
        bool[] isKept = new bool[elisions.Count];
        KeepMostNamed(utf8, elisions, isKept, targetRatio ?? DefaultTarget);
        ulong used = KeepAsked(utf8, elisions, isKept, anchors);
        bool[] isUsed = KeepRelated(utf8, elisions, isKept, anchors.Related);
        return new CodeSelection(isKept, anchors.Where(term => term < 64 && (used & (1UL << term)) != 0, name => isUsed[name]));
    }

    private static void KeepMostNamed(ReadOnlySpan<byte> utf8, IReadOnlyList<CodeElision> elisions, bool[] isKept, double target)
    {
        long kept = utf8.Length;
        foreach (CodeElision elision in elisions)
        {
            kept -= elision.End - elision.Start - StampBytes;
        }

        double budget = (target * utf8.Length) - kept;
        if (budget <= 0)
        {
            return;
        }

        int[] uses = CountNames(utf8);
        var ranked = new List<(int Uses, int Length, int Elision)>();
        for (int i = 0; i < elisions.Count; i++)
        {
            CodeElision elision = elisions[i];
            if (elision.Kind == CodeElisionKind.Body && elision.End - elision.Start <= budget)
            {
                ReadOnlySpan<byte> name = utf8[elision.Name];
                ranked.Add((name.IsEmpty ? 0 : uses[Hash(name)], elision.End - elision.Start, i));
            }
        }

        ranked.Sort((left, right) => left.Uses != right.Uses ? right.Uses.CompareTo(left.Uses)
            : left.Length != right.Length ? left.Length.CompareTo(right.Length)
            : left.Elision.CompareTo(right.Elision));
        foreach ((_, int length, int elision) in ranked)
        {
            if (length <= budget)
            {
                isKept[elision] = true;
                budget -= length;
            }
        }
    }

    private static ulong KeepAsked(ReadOnlySpan<byte> utf8, IReadOnlyList<CodeElision> elisions, bool[] isKept, Anchors anchors)
    {
        if (anchors.Terms.Count == 0 || elisions.Count == 0)
        {
            return 0;
        }

        Range[] passages = [.. elisions.Select(elision => elision.Start..elision.End)];
        TermRanking ranking = TermRanking.Of(utf8, passages, anchors.Terms);
        ulong used = 0;
        ulong rare = 0;
        int common = Math.Max(2, elisions.Count / 8);
        for (int term = 0; term < Math.Min(anchors.Terms.Count, TermRanking.MaxTerms); term++)
        {
            rare |= ranking.PassagesWith(term) <= common ? 1UL << term : 0;
        }

        double budget = NamedShare * utf8.Length;
        for (int i = 0; i < elisions.Count; i++)
        {
            int length = elisions[i].End - elisions[i].Start;
            int named = IndexOfName(utf8[elisions[i].Name], anchors.Terms);
            if (named >= 0 && !isKept[i] && length <= budget)
            {
                budget -= length;
                isKept[i] = true;
                used |= 1UL << named;
            }
        }

        budget = AnchorShare * utf8.Length;
        foreach (int i in Enumerable.Range(0, elisions.Count).Where(i => !isKept[i] && (ranking.Terms(i) & rare) != 0).OrderByDescending(ranking.Score))
        {
            int length = elisions[i].End - elisions[i].Start;
            if (length <= budget)
            {
                isKept[i] = true;
                budget -= length;
                used |= ranking.Terms(i) & rare;
            }
        }

        return used;
    }

    /// <summary>Keeps what the project's code relates to the question, the closest first, on a budget of its own: it only adds.</summary>
    private static bool[] KeepRelated(ReadOnlySpan<byte> utf8, IReadOnlyList<CodeElision> elisions, bool[] isKept, IReadOnlyList<string> related)
    {
        bool[] isUsed = new bool[related.Count];
        double budget = RelatedShare * utf8.Length;
        for (int name = 0; name < related.Count; name++)
        {
            for (int i = 0; i < elisions.Count; i++)
            {
                int length = elisions[i].End - elisions[i].Start;
                if (!isKept[i] && length <= budget && IsNamed(utf8[elisions[i].Name], related[name]))
                {
                    isKept[i] = true;
                    isUsed[name] = true;
                    budget -= length;
                }
            }
        }

        return isUsed;
    }

    private static int IndexOfName(ReadOnlySpan<byte> name, IReadOnlyList<string> terms)
    {
        for (int term = 0; name.Length >= 3 && term < Math.Min(terms.Count, TermRanking.MaxTerms); term++)
        {
            // A question may name a method with its type: Cache.Evict, cache::evict, evict().
            ReadOnlySpan<char> wanted = terms[term];
            wanted = wanted[(wanted.LastIndexOfAny('.', ':', '#') + 1)..];
            if (IsNamed(name, wanted))
            {
                return term;
            }
        }

        return -1;
    }

    private static bool IsNamed(ReadOnlySpan<byte> name, ReadOnlySpan<char> wanted) =>
        wanted.Length == name.Length && System.Text.Ascii.EqualsIgnoreCase(name, wanted);

    // Names share counters where their hashes meet: it is a ranking, not an index.
    private static int[] CountNames(ReadOnlySpan<byte> utf8)
    {
        int[] counts = new int[1 << HashBits];
        uint hash = 0;
        foreach (byte b in utf8)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b == '_' || b >= 0x80)
            {
                hash = (hash + b + 1) * 0x9E3779B1;
            }
            else if (hash != 0)
            {
                counts[hash >> (32 - HashBits)]++;
                hash = 0;
            }
        }

        return counts;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        uint hash = 0;
        foreach (byte b in name)
        {
            hash = (hash + b + 1) * 0x9E3779B1;
        }

        return (int)(hash >> (32 - HashBits));
    }
}
