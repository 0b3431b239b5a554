using System.Buffers;
using System.Text;
using Headroom.Compression.Onnx.Tokenizing;
using Headroom.Compression.Tokens;
using Headroom.Context.TextModels;

namespace Headroom.Compression.Onnx.Counting;

/// <summary>Counts with the tokenizer file of a model family, for families whose vocabulary does not come with Headroom. Thread-safe.</summary>
public sealed class VocabularyTokenCounter : ITokenCounter
{
    // Long texts are counted in slices, cut where a word ends.
    private const int SliceBytes = 4096;

    private readonly TextTokenizer _tokenizer;

    private VocabularyTokenCounter(string vocabulary, TextTokenizer tokenizer)
    {
        Vocabulary = vocabulary;
        _tokenizer = tokenizer;
    }

    /// <inheritdoc/>
    public string Vocabulary { get; }

    /// <summary>Loads a tokenizer: <c>tokenizer.json</c> (WordPiece or byte-level BPE), <c>vocab.txt</c>, <c>vocab.json</c> beside <c>merges.txt</c>, or SentencePiece's <c>*.model</c>.</summary>
    /// <param name="vocabulary">What the counter is called.</param>
    /// <param name="path">The file.</param>
    /// <param name="lowerCase">Whether a WordPiece vocabulary is of lower case.</param>
    /// <exception cref="TextModelException">It cannot be read, or is of no such kind.</exception>
    public static VocabularyTokenCounter Load(string vocabulary, string path, bool lowerCase = false) =>
        new(vocabulary, TextTokenizer.Load(path, new TextModelSettings { LowerCase = lowerCase }));

    /// <inheritdoc/>
    public int Count(ReadOnlySpan<byte> utf8)
    {
        char[] rented = ArrayPool<char>.Shared.Rent(SliceBytes);
        try
        {
            int count = 0;
            while (!utf8.IsEmpty)
            {
                int length = SliceOf(utf8);
                int characters = Encoding.UTF8.GetChars(utf8[..length], rented);
                ReadOnlySpan<char> slice = rented.AsSpan(0, characters);
                count += _tokenizer.Count(_tokenizer.SpaceIsPart ? slice : slice.Trim(' '));
                utf8 = utf8[length..];
            }

            return count;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Up to a space with a word behind it, or else up to the end of a character.</summary>
    private static int SliceOf(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= SliceBytes)
        {
            return utf8.Length;
        }

        for (int at = SliceBytes; at > SliceBytes / 2; at--)
        {
            if (utf8[at] == ' ' && utf8[at - 1] is not ((byte)' ' or (byte)'\n' or (byte)'\t'))
            {
                return at;
            }
        }

        int end = SliceBytes;
        while (end > SliceBytes - 4 && (utf8[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
