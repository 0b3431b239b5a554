namespace Headroom.Compression.Tokens;

/// <summary>Counts the tokens that a model family makes of a text.</summary>
public interface ITokenCounter
{
    /// <value>The vocabulary, as its publisher names it: <c>o200k_base</c>, <c>cl100k_base</c>.</value>
    string Vocabulary { get; }

    /// <summary>Counts the tokens in <paramref name="utf8"/>; special tokens are counted as ordinary text.</summary>
    /// <param name="utf8">UTF-8 text. Invalid sequences are counted byte by byte, never refused.</param>
    int Count(ReadOnlySpan<byte> utf8);
}
