using System.Text.Json;
using System.Text.RegularExpressions;
using Headroom.Context.TextModels;
using Microsoft.ML.Tokenizers;

namespace Headroom.Compression.Onnx.Tokenizing;

/// <summary>A byte-level BPE vocabulary: tokens with their ids, and merges in the order of their rank.</summary>
/// <param name="Tokens">The tokens, special ones among them.</param>
/// <param name="Merges">Two tokens each, parted by a space.</param>
internal sealed record BytePairVocabularyFile(IReadOnlyDictionary<string, int> Tokens, IReadOnlyList<string> Merges)
{
    private static readonly string[] Beginnings = ["[CLS]", "<s>"];
    private static readonly string[] Ends = ["[SEP]", "</s>"];

    // The pieces of GPT-2, from which byte-level vocabularies come; without its look-ahead, which tells the last space of several
    // from the others, so that no input makes it slow.
    private static readonly Regex Pieces = new(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    public static BytePairVocabularyFile ReadPair(string vocabulary, string merges)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(vocabulary));
        return new BytePairVocabularyFile(
            TokensOf(document.RootElement),
            [.. File.ReadLines(merges).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))]);
    }

    /// <summary>The tokens of an object whose values are ids.</summary>
    public static Dictionary<string, int> TokensOf(JsonElement vocabulary) =>
        vocabulary.EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32());

    /// <summary>The tokenizer.</summary>
    public TextTokenizer ToTokenizer(TextModelSettings settings)
    {
        var bpe = BpeTokenizer.Create(new BpeOptions(Tokens) { Merges = Merges, ByteLevel = true, PreTokenizer = new RegexPreTokenizer(Pieces, null) });
        return new TextTokenizer(
            text => bpe.EncodeToIds(text), text => bpe.CountTokens(text), SpaceIsPart: true, IdOf(settings.Begin, Beginnings), IdOf(settings.End, Ends));
    }

    private int? IdOf(string? named, string[] usual) =>
        named is not null
            ? Tokens.TryGetValue(named, out int id) ? id : throw new TextModelException($"The vocabulary has no token '{named}'.")
            : usual.Where(Tokens.ContainsKey).Select(token => (int?)Tokens[token]).FirstOrDefault();
}
