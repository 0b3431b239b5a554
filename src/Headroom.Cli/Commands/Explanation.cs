using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Compression.Blocks;
using Headroom.Compression.Explaining;
using Headroom.Context.Messages;

namespace Headroom.Cli.Commands;

/// <summary>What <c>headroom compress --explain</c> says.</summary>
/// <param name="TokensBefore">Tokens of everything before.</param>
/// <param name="TokensAfter">Tokens of everything after.</param>
/// <param name="Roles">Tokens by role before, for messages; results of tools count as <c>tool_result</c>.</param>
/// <param name="Blocks">Block by block.</param>
internal sealed record Explanation(
    long TokensBefore, long TokensAfter, IReadOnlyDictionary<string, long>? Roles, IReadOnlyList<ExplainedBlock> Blocks)
{
    /// <summary>Explains messages.</summary>
    public static Explanation Of(CompressedMessages messages) =>
        new(messages.TokensBefore, messages.TokensAfter, messages.Parts?.Tokens, [.. messages.Blocks.Select(ExplainedBlock.Of)]);

    /// <summary>Explains a text.</summary>
    public static Explanation Of(CompressedText text) =>
        new(text.TokensBefore, text.TokensAfter, null, [ExplainedBlock.Of(text.Block)]);
}

/// <summary>Why one block came out as it did.</summary>
internal sealed record ExplainedBlock(
    int Message,
    string? Tool,
    string Kind,
    string? Profile,
    string Decision,
    int TokensBefore,
    int TokensAfter,
    bool IsLossless,
    int Items,
    int ShownItems,
    IReadOnlyList<ExplainedStage> Stages,
    IReadOnlyList<ExplainedForm> Weighed,
    IReadOnlyList<ExplainedPart> Parts,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Anchors,
    string? Hash)
{
    private const int MaxStamps = 12;

    /// <summary>Explains a block.</summary>
    public static ExplainedBlock Of(CompressedBlock block)
    {
        ReadOnlyMemory<byte> output = block.Output ?? block.Content;
        IReadOnlyList<string> stamps = block.Output is null ? [] : OutputPart.LeftOut(block.Content.Span, output.Span);
        return new ExplainedBlock(
            block.MessageIndex, block.ToolName, (block.Outcome?.Kind.ToString() ?? "unknown").ToLowerInvariant(), block.Profile, DecisionOn(block), block.TokensBefore, block.TokensAfter,
            block.Output is null || (!block.IsRepeat && block.Outcome is { IsLossless: true }), block.Outcome?.ItemCount ?? 0, block.Outcome?.ShownItemCount ?? 0,
            [.. block.Transforms.Select(name => new ExplainedStage(name, Compression.Explaining.Stages.Describe(name)))],
            [.. (block.Outcome?.Weighed ?? []).Select(form => new ExplainedForm(string.Join(", ", form.Transforms), form.Tokens, form.IsLossless))],
            [.. OutputPart.Of(block.Content.Span, output.Span, CompressionProfiles.Balanced.Counter).Select(part => new ExplainedPart(Name(part.Kind), part.Lines, part.Tokens))],
            stamps.Count <= MaxStamps ? stamps : [.. stamps.Take(MaxStamps - 1), string.Create(CultureInfo.InvariantCulture, $"and {stamps.Count - MaxStamps + 1} more places")],
            block.Outcome?.UsedAnchors.Terms ?? [], block.Marker);
    }

    private static string Name(OutputPartKind kind) => kind switch
    {
        OutputPartKind.Verbatim => "verbatim",
        OutputPartKind.Notation => "notation",
        OutputPartKind.LeftOut => "left_out",
        _ => "marker",
    };

    private static string DecisionOn(CompressedBlock block) => block switch
    {
        { Profile: null } => "left alone, as chosen for this tool",
        { IsRepeat: true } => "told by an earlier result of the same request",
        { Output: not null } => "the smallest of the forms weighed",
        { Outcome: null } => "left alone, since compressing it failed or took too long",
        { Outcome.Decision: BlockDecision.TooShort } => "left alone: too short for a marker to win anything",
        { Outcome.Decision: BlockDecision.KeptForEditing } => "left alone: read from a file, and an edit has to quote it exactly",
        { Outcome.Decision: BlockDecision.NoForm } => "left alone: no compressor has a form for it under this profile",
        _ => "left alone: no form has fewer tokens",
    };
}

/// <summary>A stage that ran, and what it does.</summary>
internal sealed record ExplainedStage(string Name, string? Does);

/// <summary>A form that was weighed.</summary>
internal sealed record ExplainedForm(string Stages, int Tokens, bool IsLossless);

/// <summary>What one kind of lines costs in the output: verbatim, notation, left_out (what was left out, counted) or marker.</summary>
internal sealed record ExplainedPart(string Kind, int Lines, int Tokens);

/// <summary>The explanation as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class ExplanationJson : JsonSerializerContext
{
    /// <summary>For people too: quotation marks and other scripts are written as they are.</summary>
    public static ExplanationJson Readable => field ??= new ExplanationJson(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
