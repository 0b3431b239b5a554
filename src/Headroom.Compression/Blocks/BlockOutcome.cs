using Headroom.Compression.Anchoring;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Blocks;

/// <summary>How a block came out of the compressor.</summary>
public sealed record BlockOutcome
{
    /// <value>The smaller UTF-8 text, or <c>null</c> where the block stays as it is.</value>
    public byte[]? Output { get; init; }

    /// <value>What the block was recognised as.</value>
    public required ContentKind Kind { get; init; }

    /// <value>Tokens of the block, counted with the profile's counter.</value>
    public required int TokensBefore { get; init; }

    /// <value>Tokens of <see cref="Output"/>, marker included; equal to <see cref="TokensBefore"/> where it is <c>null</c>.</value>
    public required int TokensAfter { get; init; }

    /// <value>Whether every value of the block can be read from <see cref="Output"/>.</value>
    public bool IsLossless { get; init; } = true;

    /// <value>The stages that made the output, in order, such as <c>json:table</c>, <c>json:sample</c>, <c>log:templates</c>.</value>
    public IReadOnlyList<string> Transforms { get; init; } = [];

    /// <value>Rows, lines or items in the block, where it has such; else 0.</value>
    public int ItemCount { get; init; }

    /// <value>How many of <see cref="ItemCount"/> are shown in the output.</value>
    public int ShownItemCount { get; init; }

    /// <value>Why the output is what it is.</value>
    public required BlockDecision Decision { get; init; }

    /// <value>The forms that were weighed, in the order in which they were proposed.</value>
    public IReadOnlyList<WeighedForm> Weighed { get; init; } = [];

    /// <value>The anchors that had a say in the output.</value>
    public Anchors UsedAnchors { get; init; } = Anchors.None;
}

/// <summary>Why a block came out as it did.</summary>
public enum BlockDecision
{
    /// <summary>A form of fewer tokens stands in its place.</summary>
    Smaller,

    /// <summary>It is shorter than what a marker could win.</summary>
    TooShort,

    /// <summary>A tool read it from a file, and an edit has to quote it exactly.</summary>
    KeptForEditing,

    /// <summary>No compressor has a form for it under this profile.</summary>
    NoForm,

    /// <summary>Every form has as many tokens as the block, or more.</summary>
    NoSmallerForm,
}

/// <summary>A form that a block might have taken.</summary>
/// <param name="Transforms">The stages that made it.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="IsLossless">Whether every value of the block can be read from it.</param>
public sealed record WeighedForm(IReadOnlyList<string> Transforms, int Tokens, bool IsLossless);
