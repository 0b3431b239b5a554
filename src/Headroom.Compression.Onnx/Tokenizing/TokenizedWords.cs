using System.Text;
using Headroom.Compression.Prose.Words;

namespace Headroom.Compression.Onnx.Tokenizing;

/// <summary>The tokens of a text, word by word.</summary>
internal sealed class TokenizedWords
{
    // What is longer is no word of prose and stays anyway; its beginning stands for it, so that it costs the model no more than others.
    private const int MaxBytes = 64;

    private readonly List<int> _ids = [];
    private readonly List<int> _ends = [];

    private TokenizedWords()
    {
    }

    /// <value>The ids of all tokens.</value>
    public ReadOnlySpan<int> Ids => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ids);

    /// <value>The number of words.</value>
    public int Count => _ends.Count;

    /// <summary>Takes a text apart; bytes that are no UTF-8 are replaced, as far as the model is concerned.</summary>
    public static TokenizedWords Read(ReadOnlySpan<byte> text, TextTokenizer tokenizer, CancellationToken cancellationToken)
    {
        var words = new TokenizedWords();
        for (Range word = TextWords.After(text, 0); word.Start.Value < text.Length; word = TextWords.After(text, word.End.Value))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = text[word];
            string beginning = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxBytes)]);
            words._ids.AddRange(tokenizer.Encode(tokenizer.SpaceIsPart && words.Count > 0 ? $" {beginning}" : beginning));
            words._ends.Add(words._ids.Count);
        }

        return words;
    }

    /// <summary>The tokens of a word; none where the tokenizer makes nothing of it.</summary>
    public Range TokensOf(int word) => (word == 0 ? 0 : _ends[word - 1]).._ends[word];
}
