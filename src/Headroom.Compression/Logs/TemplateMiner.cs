using Headroom.Compression.Pooling;

namespace Headroom.Compression.Logs;

/// <summary>
/// Groups lines that were printed by the same statement, in one pass and with a bounded number of groups.
/// </summary>
/// <remarks>
/// After P. He, J. Zhu, Z. Zheng, M. R. Lyu: "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017: a
/// tree of fixed depth leads by the number of tokens and the first words to a short list of groups, of which the most
/// similar takes the line. Unlike there, tokens with digits count as parameters from the start, lines that say they are
/// warnings or errors share a group only if they differ in such tokens alone, and so does every pair of lines that differs
/// in a word that names a failure. Groups that differ in a few words only are parted again by these at the end
/// (<see cref="WordVariants"/>): a word that is one of few says what happened, one of many is a value.
/// </remarks>
internal sealed class TemplateMiner
{
    /// <summary>The group of a line that is not folded.</summary>
    public const int NoGroup = -1;

    private const int MaxGroups = 8192;
    private const int MaxGroupsPerLeaf = 12;
    private const int LeafWords = 2;
    private const double MinSimilarity = 0.6;

    private readonly Dictionary<ulong, int> _bySignature = [];
    private readonly List<LineSignature> _signatures = [];
    private readonly Dictionary<ulong, List<int>> _leaves = [];
    private readonly List<Group> _groups = [];
    private readonly LineTokens _tokens = new();
    private readonly ulong[] _kinds = new ulong[LineTokens.MaxTokens];
    private readonly LineTokens _firstTokens = new();
    private Group? _firstOf;

    private TemplateMiner()
    {
    }

    /// <summary>The group of every line, numbered in order of first appearance.</summary>
    public static PooledList<int> Mine(ReadOnlySpan<byte> content, StampedLog log, CancellationToken cancellationToken)
    {
        var miner = new TemplateMiner();
        using PooledList<int> signatures = PooledList<int>.OfDefaults(log.Lines.Count);
        for (int i = 0; i < signatures.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            signatures[i] = miner.Assign(content, log.BodyStart(i), log.Lines.End(i), log.Levels[i], log.IsStamped[i]);
        }

        return WordVariants.Part(miner._signatures, signatures.AsSpan());
    }

    /// <summary>The signature of a line, which has a group; <see cref="NoGroup"/> where the line is not folded.</summary>
    private int Assign(ReadOnlySpan<byte> content, int start, int end, LogLevel level, bool stamped)
    {
        if (!_tokens.Split(content, start, end))
        {
            return NoGroup;
        }

        ulong leaf = ((ulong)level << 1) | (stamped ? 1UL : 0);
        leaf = LineTokens.Mix(leaf, (ulong)_tokens.Count);
        ulong signature = leaf;
        int words = 0;
        for (int i = 0; i < _tokens.Count; i++)
        {
            ReadOnlySpan<byte> token = _tokens.Bytes(content, i);
            ulong kind = LineTokens.Kind(token);
            _kinds[i] = kind;
            ulong delimiter = i > 0 ? content[_tokens.Start(i) - 1] : 0UL;
            signature = LineTokens.Mix(signature, kind + delimiter);
            if ((kind & 1) == 0 && token.Length > 1 && words < LeafWords)
            {
                leaf = LineTokens.Mix(leaf, kind);
                words++;
            }
        }

        if (_bySignature.TryGetValue(signature, out int known))
        {
            return Matches(content, _groups[_signatures[known].Group]) ? known : NoGroup;
        }

        int group = level >= LogLevel.Warning ? NoGroup : MostSimilar(content, leaf);
        if (group == NoGroup)
        {
            if (_groups.Count == MaxGroups)
            {
                return NoGroup;
            }

            group = _groups.Count;
            _groups.Add(new Group(start, end, _kinds[.._tokens.Count]));
            List<int> siblings = Leaf(leaf);
            if (siblings.Count < MaxGroupsPerLeaf)
            {
                siblings.Add(group);
            }
        }

        _bySignature.Add(signature, _signatures.Count);
        _signatures.Add(new LineSignature(group, _kinds[.._tokens.Count]));
        return _signatures.Count - 1;
    }

    private List<int> Leaf(ulong leaf)
    {
        if (!_leaves.TryGetValue(leaf, out List<int>? groups))
        {
            _leaves.Add(leaf, groups = []);
        }

        return groups;
    }

    private int MostSimilar(ReadOnlySpan<byte> content, ulong leaf)
    {
        int best = NoGroup;
        double bestSimilarity = 0;
        foreach (int candidate in Leaf(leaf))
        {
            double similarity = Matches(content, _groups[candidate]) ? Similarity(content, _groups[candidate]) : 0;
            if (similarity >= MinSimilarity && similarity > bestSimilarity)
            {
                (best, bestSimilarity) = (candidate, similarity);
            }
        }

        return best;
    }

    /// <summary>Whether the line has the tokens and delimiters of the group's first line, whatever the hashes say.</summary>
    private bool Matches(ReadOnlySpan<byte> content, Group group)
    {
        if (group.Kinds.Length != _tokens.Count)
        {
            return false;
        }

        if (!ReferenceEquals(_firstOf, group))
        {
            _firstTokens.Split(content, group.Start, group.End);
            _firstOf = group;
        }

        for (int i = 1; i < _tokens.Count; i++)
        {
            if (content[_tokens.Start(i) - 1] != content[_firstTokens.Start(i) - 1])
            {
                return false;
            }
        }

        return true;
    }

    private double Similarity(ReadOnlySpan<byte> content, Group group)
    {
        int same = 0;
        int compared = 0;
        for (int i = 0; i < group.Kinds.Length; i++)
        {
            if (_kinds[i] == group.Kinds[i])
            {
                same += 1 - (int)(_kinds[i] & 1);
                compared += 1 - (int)(_kinds[i] & 1);
                continue;
            }

            compared++;
            if (Severity.NamesFailure(_tokens.Bytes(content, i)) || Severity.NamesFailure(_firstTokens.Bytes(content, i)))
            {
                return 0;
            }
        }

        return compared == 0 ? 0 : (double)same / compared;
    }

    private sealed record Group(int Start, int End, ulong[] Kinds);
}
