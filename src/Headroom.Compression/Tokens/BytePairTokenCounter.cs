namespace Headroom.Compression.Tokens;

/// <summary>
/// Exact byte-level byte-pair counter of one vocabulary: the same number as encoding with tiktoken, special tokens treated
/// as ordinary text. Immutable and thread-safe; allocates nothing for ordinary text.
/// </summary>
/// <remarks>
/// A piece of more than 4 KiB (thousands of letters, spaces or symbols in a row) is counted in slices of 4 KiB, which can
/// differ from the encoder by a token or two per slice; in return the cost stays linear for every input.
/// </remarks>
internal sealed class BytePairTokenCounter : ITokenCounter
{
    private readonly BytePairVocabulary _vocabulary;
    private readonly bool _isO200k;

    private BytePairTokenCounter(string name, bool isO200k)
    {
        Vocabulary = name;
        _isO200k = isO200k;
        _vocabulary = BytePairVocabulary.Load($"{name}.br");
    }

    /// <inheritdoc/>
    public string Vocabulary { get; }

    /// <summary>Loads o200k_base.</summary>
    public static BytePairTokenCounter LoadO200k() => new("o200k_base", isO200k: true);

    /// <summary>Loads cl100k_base.</summary>
    public static BytePairTokenCounter LoadCl100k() => new("cl100k_base", isO200k: false);

    /// <inheritdoc/>
    public int Count(ReadOnlySpan<byte> utf8)
    {
        int tokens = 0;
        int start = 0;
        while (start < utf8.Length)
        {
            int end = _isO200k ? PieceScanner.NextO200k(utf8, start) : PieceScanner.NextCl100k(utf8, start);
            tokens += CountPiece(utf8[start..end]);
            start = end;
        }

        return tokens;
    }

    private int CountPiece(ReadOnlySpan<byte> piece)
    {
        if (piece.Length == 1 || _vocabulary.Rank(piece) != BytePairVocabulary.NoRank)
        {
            return 1;
        }

        int tokens = 0;
        for (; piece.Length > BytePairMerge.MaxPieceBytes; piece = piece[BytePairMerge.MaxPieceBytes..])
        {
            tokens += BytePairMerge.Count(_vocabulary, piece[..BytePairMerge.MaxPieceBytes]);
        }

        return tokens + BytePairMerge.Count(_vocabulary, piece);
    }
}
