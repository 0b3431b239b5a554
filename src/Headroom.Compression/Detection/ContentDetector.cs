using Headroom.Compression.Builds;
using Headroom.Compression.Code;
using Headroom.Compression.Diffs;
using Headroom.Compression.Json;
using Headroom.Compression.Listings;
using Headroom.Compression.Logs;
using Headroom.Compression.Markup;
using Headroom.Compression.Opaque;
using Headroom.Compression.Search;
using Headroom.Compression.Sections;
using Headroom.Compression.Tables;

namespace Headroom.Compression.Detection;

/// <summary>
/// Recognises content: what parses is what it parses as, and only what does not is judged by its looks. Never throws.
/// </summary>
public static class ContentDetector
{
    /// <summary>Recognises a block.</summary>
    /// <param name="utf8">Any bytes; a byte order mark is passed over, and so is a little text around JSON.</param>
    public static ContentKind Detect(ReadOnlySpan<byte> utf8) =>
        DetectWhole(utf8) is not ContentKind.Text and var kind ? kind
        : SectionSplitter.Split(utf8).Count > 0 ? ContentKind.Mixed
        : ContentKind.Text;

    /// <summary>Recognises a block that is of one kind; mixtures count as text.</summary>
    internal static ContentKind DetectWhole(ReadOnlySpan<byte> utf8)
    {
        // What is told by several lines is not asked of one, such as a paragraph of prose.
        bool hasLines = utf8.TrimEnd("\r\n"u8).Contains((byte)'\n');
        return RipgrepEvents.Are(utf8) ? ContentKind.Search
            : !JsonBlock.Find(utf8).Equals(default) ? ContentKind.Json
            : MarkupEvidence.KindOf(utf8) != MarkupKind.None ? ContentKind.Markup
            : OpaqueEvidence.KindOfEncoding(utf8) != OpaqueKind.None ? ContentKind.Opaque
            : DiffEvidence.IsDiff(utf8) ? ContentKind.Diff
            : hasLines && KindOfLines(utf8) is not ContentKind.Text and var kind ? kind
            : CodeBlock.IsCode(utf8) ? ContentKind.Code
            : hasLines && TextTables.Find(utf8) is not null ? ContentKind.Table
            : OpaqueEvidence.IsMinified(utf8) ? ContentKind.Opaque
            : hasLines && ConfigEvidence.IsConfig(utf8) ? ContentKind.Config
            : ContentKind.Text;
    }

    private static ContentKind KindOfLines(ReadOnlySpan<byte> utf8) =>
        BuildEvidence.IsBuild(utf8) ? ContentKind.Build
        : SearchEvidence.Shape(utf8) != SearchShape.None ? ContentKind.Search
        : ListingEvidence.Shape(utf8) != ListingShape.None ? ContentKind.Listing
        : LogEvidence.LooksLikeLog(utf8) ? ContentKind.Log
        : ContentKind.Text;
}
