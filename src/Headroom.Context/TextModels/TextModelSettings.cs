using System.Text.Json.Serialization;

namespace Headroom.Context.TextModels;

/// <summary>How a token classifier is asked and its output understood.</summary>
public sealed record TextModelSettings
{
    /// <value>The file of the model. The default is <c>model.onnx</c>.</value>
    public string Model { get; init; } = "model.onnx";

    /// <value>
    /// The file of the tokenizer. The default is <c>null</c>: the first of <c>tokenizer.json</c>, <c>vocab.txt</c>,
    /// <c>vocab.json</c> with <c>merges.txt</c>, <c>tokenizer.model</c> and <c>spiece.model</c> that the model has.
    /// </value>
    public string? Tokenizer { get; init; }

    /// <value>Whether the tokenizer sees lower case only; for WordPiece vocabularies. The default is <c>true</c>.</value>
    public bool LowerCase { get; init; } = true;

    /// <value>The token before a text. The default is <c>null</c>: the vocabulary's <c>[CLS]</c>, <c>&lt;s&gt;</c> or none.</value>
    public string? Begin { get; init; }

    /// <value>The token behind a text. The default is <c>null</c>: the vocabulary's <c>[SEP]</c>, <c>&lt;/s&gt;</c> or none.</value>
    public string? End { get; init; }

    /// <value>Tokens that the model takes at once, those before and behind the text included. The default is 512.</value>
    public int MaxTokens { get; init; } = 512;

    /// <value>Tokens that neighbouring pieces share, so that each is judged with what stands around it. The default is 64.</value>
    public int Overlap { get; init; } = 64;

    /// <value>The output that holds the scores. The default is <c>null</c>: the only one.</value>
    public string? Output { get; init; }

    /// <value>What a single value per token is. The default is a probability.</value>
    public ScoreKind Score { get; init; } = ScoreKind.Probability;

    /// <value>Of two values per token, the index of the one for keeping it. The default is 1.</value>
    public int KeepLabel { get; init; } = 1;

    internal string? Error =>
        MaxTokens is < 8 or > 65_536 ? "max_tokens must be from 8 to 65536."
        : Overlap < 0 || Overlap > MaxTokens / 2 ? "overlap must be from 0 to half of max_tokens."
        : KeepLabel is not (0 or 1) ? "keep_label must be 0 or 1."
        : null;
}

/// <summary>What a model's single value per token is.</summary>
public enum ScoreKind
{
    /// <summary>From 0, spare, to 1, needed.</summary>
    Probability,

    /// <summary>Its logarithm of odds.</summary>
    Logit,
}

/// <summary>The serializer of descriptions.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true, IndentSize = 2, NewLine = "\n",
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TextModelDescription))]
[JsonSerializable(typeof(TextModelManifest))]
internal sealed partial class TextModelJson : JsonSerializerContext;
