using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Prose.Words;

namespace Headroom.Compression.Prose;

/// <summary>The words of the question's terms, by stem: at most 64, one bit each.</summary>
internal sealed class QueryTerms
{
    /// <summary>At most so many words are looked for.</summary>
    public const int MaxWords = 64;

    private const int Slots = 512;

    // Three letters of five bits each.
    private const int Prefixes = 32_768;

    private readonly uint[] _stems = new uint[Slots];
    private readonly int[] _stemWords = new int[Slots];
    private readonly uint[] _beginnings = new uint[Slots];
    private readonly ulong[] _beginningWords = new ulong[Slots];
    private readonly ulong[] _masks;
    private readonly ulong[] _prefixes = new ulong[Prefixes / 64];

    /// <param name="anchors">The terms; a term such as <c>half-open</c> has several words.</param>
    public QueryTerms(Anchors anchors)
    {
        _masks = new ulong[anchors.Terms.Count];
        for (int term = 0; term < _masks.Length; term++)
        {
            var words = new WordReader(Encoding.UTF8.GetBytes(anchors.Terms[term]));
            while (words.Next())
            {
                int prefix = PrefixOf(words.Word);
                _prefixes[prefix >> 6] |= 1UL << prefix;
                Add(WordStem.Of(words.Word), term);
            }
        }
    }

    /// <value>How many words there are.</value>
    public int Count { get; private set; }

    /// <summary>The words of a term.</summary>
    public ulong WordsOf(int term) => _masks[term];

    /// <summary>Whether a word may be one of these, by its first three bytes: most are not, and need no stem.</summary>
    public bool MayHave(ReadOnlySpan<byte> word)
    {
        int prefix = PrefixOf(word);
        return (_prefixes[prefix >> 6] & (1UL << prefix)) != 0;
    }

    /// <summary>The word that has a stem, as its bit; 0 where none has.</summary>
    public ulong Find(uint stem)
    {
        int slot = Slot(_stems, stem);
        return _stems[slot] == 0 ? 0 : 1UL << _stemWords[slot];
    }

    /// <summary>The words that begin as a stem does, one bit each.</summary>
    public ulong FindBeginning(uint beginning) => _beginningWords[Slot(_beginnings, beginning)];

    private void Add(WordStem stem, int term)
    {
        int slot = Slot(_stems, stem.Stem);
        if (_stems[slot] == 0)
        {
            if (Count == MaxWords)
            {
                return;
            }

            _stems[slot] = stem.Stem;
            _stemWords[slot] = Count++;
            int beginning = Slot(_beginnings, stem.Beginning);
            _beginnings[beginning] = stem.Beginning;
            _beginningWords[beginning] |= 1UL << _stemWords[slot];
        }

        _masks[term] |= 1UL << _stemWords[slot];
    }

    // Without the case of ASCII letters. Of other scripts, whose case is in other bits, only that they are other scripts.
    private static int PrefixOf(ReadOnlySpan<byte> word) =>
        word[0] >= 0x80 || word.Length < 3 || word[1] >= 0x80 || word[2] >= 0x80
            ? word[0] >= 0x80 ? 0x10 : word[0] & 0x1F
            : (word[0] & 0x1F) | ((word[1] & 0x1F) << 5) | ((word[2] & 0x1F) << 10);

    private static int Slot(uint[] table, uint key)
    {
        int slot = (int)(key * 0x9E37_79B1 >> 23);
        while (table[slot] != 0 && table[slot] != key)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        return slot;
    }
}
