using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Code;

/// <summary>
/// Compresses source code to its structure: imports, types, signatures and the bodies that matter stay as they stand; other bodies,
/// long literals and long comments are left out, so that the rest still parses. Only where the reader can retrieve; a single file
/// only where the profile leaves out bodies everywhere, because an edit has to quote the exact text. Linear in the input.
/// </summary>
/// <remarks>
/// Numbered as a reader follows it: 1. recognise files and languages (<see cref="CodeBlock"/>), 2. outline each
/// (<see cref="ICodeOutline"/>), 3. collect what may be left out (<see cref="CodeElisions"/>), 4. choose what stays
/// (<see cref="CodeSelection"/>), 5. write the rest (<see cref="ElidedCode"/>).
/// </remarks>
internal sealed class CodeCompressor(ICodeOutline outline) : IContentCompressor
{
    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Code;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        if (context.Marker is not { } marker || !profile.MayOmit)
        {
            return [];
        }

        // 1. Recognise
        if (CodeBlock.Read(content) is not { } block || (!block.IsDump && !profile.ElidesCode))
        {
            return [];
        }

        // 2. Outline, 3. collect
        ReadOnlySpan<byte> text = block.Listing is { } listing ? listing.Text.WrittenSpan : content;
        var elisions = new CodeElisions();
        foreach (CodeFile file in block.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            elisions.Add(text, file, outline.Read(text[file.Text], file.Language));
        }

        // 4. Choose
        CodeSelection selection = CodeSelection.Choose(text, elisions.All, context.Anchors, profile.TargetRatio);

        // 5. Write
        return ElidedCode.Write(content, text, block, elisions, selection, marker, out int lines, out int shown) is { } output
            ? [new Proposal(output, IsLossless: false, ["code:outline"], lines, shown, selection.UsedAnchors)]
            : [];
    }
}
