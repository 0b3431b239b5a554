using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Context.Keys;

namespace Headroom.Context.Chunks;

/// <summary>A compressed form of a content, or the finding that none is smaller.</summary>
/// <param name="Output">Hash of its bytes, which are in the content store; <c>null</c> where the content stays as it is.</param>
/// <param name="Kind">What the content was recognised as.</param>
/// <param name="TokensBefore">Tokens of the content.</param>
/// <param name="TokensAfter">Tokens of the form.</param>
/// <param name="Transforms">The stages that made it, separated by commas.</param>
/// <param name="ItemCount">Rows, lines or items of the content; 0 where it has none.</param>
/// <param name="ShownItemCount">How many of them the form shows.</param>
public sealed record Variant(ContentHash? Output, string Kind, int TokensBefore, int TokensAfter, string Transforms, int ItemCount, int ShownItemCount)
{
    /// <summary>What a compressor made.</summary>
    public static Variant Of(BlockOutcome outcome) => new(
        outcome.Output is { } output ? ContentHash.Of(output) : null, outcome.Kind.ToString(), outcome.TokensBefore, outcome.TokensAfter,
        string.Join(',', outcome.Transforms), outcome.ItemCount, outcome.ShownItemCount);

    /// <summary>The same as if it had been made here.</summary>
    /// <param name="output">Its bytes; <c>null</c> where the content stays as it is.</param>
    public BlockOutcome ToOutcome(byte[]? output) => new()
    {
        Output = output,
        Kind = Enum.TryParse(Kind, out ContentKind kind) ? kind : ContentKind.Text,
        TokensBefore = TokensBefore,
        TokensAfter = TokensAfter,
        Transforms = Transforms.Length == 0 ? [] : Transforms.Split(','),
        ItemCount = ItemCount,
        ShownItemCount = ShownItemCount,
        Decision = output is null ? BlockDecision.NoSmallerForm : BlockDecision.Smaller,
    };
}

/// <summary>The answer to a question for a form.</summary>
/// <param name="Standing">The form; <c>null</c> where the asker is to make it.</param>
/// <param name="Look">
/// Looks whether a form was made long ago, beside the work of making it; <c>null</c> where that has been done, or is not worth it.
/// </param>
public readonly record struct VariantAnswer(Variant? Standing, Func<CancellationToken, Task<Variant?>>? Look = null)
{
    /// <summary>The asker is to make it, and nobody knows better.</summary>
    public static VariantAnswer ToBeMade => default;
}
