using Headroom.Context.TextModels;
using Microsoft.ML.Tokenizers;

namespace Headroom.Compression.Onnx.Tokenizing;

/// <summary>A tokenizer of some family, and the ids that its model wants around a text.</summary>
/// <param name="Encode">The ids of a text, without any around it. Text that looks like a special token is text.</param>
/// <param name="Count">The number of ids of a text.</param>
/// <param name="SpaceIsPart">Whether a space belongs to the word behind it, as in byte-level vocabularies.</param>
/// <param name="Begin">What stands before a text; <c>null</c> for nothing.</param>
/// <param name="End">What stands behind a text; <c>null</c> for nothing.</param>
internal sealed record TextTokenizer(
    Func<string, IReadOnlyList<int>> Encode, Func<ReadOnlySpan<char>, int> Count, bool SpaceIsPart, int? Begin, int? End)
{
    private static readonly string[] KnownFiles = ["tokenizer.json", "vocab.txt", "vocab.json", "tokenizer.model", "spiece.model"];

    /// <summary>Loads the tokenizer of a model.</summary>
    /// <exception cref="TextModelException">The model has none, or none of a kind that is known.</exception>
    public static TextTokenizer Of(InstalledTextModel model)
    {
        TextModelSettings settings = model.Description.Settings;
        string file = settings.Tokenizer ?? KnownFiles.FirstOrDefault(known => model.Description.Files.Any(file => file.Path == known))
            ?? throw new TextModelException($"{model.Description.Name} has no tokenizer: none of {string.Join(", ", KnownFiles)} is among its files.");
        return Load(model.PathOf(file), settings);
    }

    /// <summary>Loads a tokenizer by its file: WordPiece (<c>vocab.txt</c>), byte-level BPE (<c>vocab.json</c> beside <c>merges.txt</c>), either in <c>tokenizer.json</c>, or SentencePiece (<c>*.model</c>).</summary>
    /// <exception cref="TextModelException">It cannot be read, or is of no such kind.</exception>
    public static TextTokenizer Load(string path, TextModelSettings settings)
    {
        try
        {
            return Path.GetExtension(path) switch
            {
                ".txt" => WordPiece(File.ReadAllBytes(path), settings),
                ".model" => SentencePiece(path),
                ".json" when Path.GetFileName(path) == "vocab.json" =>
                    BytePairVocabularyFile.ReadPair(path, Path.Combine(Path.GetDirectoryName(path)!, "merges.txt")).ToTokenizer(settings),
                ".json" => TokenizerJson.Read(path, settings),
                _ => throw new TextModelException($"{path} is a tokenizer of no kind that is known: .json, .txt or .model."),
            };
        }
        catch (Exception unreadable) when (unreadable is not (TextModelException or OutOfMemoryException))
        {
            // The library throws whatever a malformed file leads to.
            throw new TextModelException($"{path} cannot be used as a tokenizer: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>A WordPiece vocabulary, one token per line.</summary>
    public static TextTokenizer WordPiece(byte[] vocabulary, TextModelSettings settings)
    {
        // Text that spells [SEP] must not end the model's text.
        var options = new BertOptions { LowerCaseBeforeTokenization = settings.LowerCase, SplitOnSpecialTokens = false };
        var bert = BertTokenizer.Create(new MemoryStream(vocabulary), options);
        return new TextTokenizer(
            text => bert.EncodeToIds(text, addSpecialTokens: false), text => bert.EncodeToIds(text, addSpecialTokens: false).Count, SpaceIsPart: false,
            bert.ClassificationTokenId, bert.SeparatorTokenId);
    }

    private static TextTokenizer SentencePiece(string path)
    {
        using FileStream file = File.OpenRead(path);
        var pieces = SentencePieceTokenizer.Create(file, addBeginningOfSentence: false, addEndOfSentence: false);
        return new TextTokenizer(
            text => pieces.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false),
            text => pieces.CountTokens(text, addBeginningOfSentence: false, addEndOfSentence: false), SpaceIsPart: false,
            Existing(pieces.BeginningOfSentenceId), Existing(pieces.EndOfSentenceId));
    }

    private static int? Existing(int id) => id < 0 ? null : id;
}
