using Headroom.Compression.Tokens;

namespace Headroom.Compression.Blocks;

/// <summary>
/// The versioned set of compressor options. The same content with the same profile and the same anchors gives the same
/// bytes, always; anything that changes bytes is a new version.
/// </summary>
public sealed record CompressionProfile
{
    /// <value>Name and version, such as <c>balanced/1</c>; stored with every verdict.</value>
    public required string Id { get; init; }

    /// <value>The name without the version.</value>
    public string Name => Id[..(Id.IndexOf('/') is var slash and >= 0 ? slash : Id.Length)];

    /// <value>The counter behind every decision; calibrated factors touch reports only.</value>
    public required ITokenCounter Counter { get; init; }

    /// <value>Whether rows and lines may be left out behind a marker.</value>
    public required bool MayOmit { get; init; }

    /// <value>Blocks of fewer bytes stay as they are. The default is 512 bytes.</value>
    public int MinBytes { get; init; } = 512;

    /// <value>
    /// Whether bodies of functions are left out wherever code stands, results of file-read tools included. The default is
    /// <c>false</c>: an edit has to quote the exact text, so a file stays as it was read.
    /// </value>
    public bool ElidesCode { get; init; }

    /// <value>
    /// The share of its tokens that prose should keep, in (0, 1]. The default is <c>null</c>: each compressor decides by the
    /// content and the question.
    /// </value>
    public double? TargetRatio { get; init; }

    /// <value>
    /// The model by whose scores words are left out of prose, with its digest. The default is <c>null</c>: lists of words decide.
    /// </value>
    public string? WordModel { get; private init; }

    /// <summary>
    /// This profile with a model that chooses words. It is a profile of its own, the model's digest in its <see cref="Id"/>: other
    /// weights give other bytes.
    /// </summary>
    /// <param name="model">The model, as <c>name@digest</c>.</param>
    public CompressionProfile WithWordModel(string model) => this with { Id = $"{Id};words={model}", WordModel = model };
}
