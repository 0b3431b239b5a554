using System.Text.Unicode;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Builds;
using Headroom.Compression.Code;
using Headroom.Compression.Detection;
using Headroom.Compression.Diffs;
using Headroom.Compression.Json;
using Headroom.Compression.Listings;
using Headroom.Compression.Logs;
using Headroom.Compression.Markup;
using Headroom.Compression.Opaque;
using Headroom.Compression.Prose;
using Headroom.Compression.Search;
using Headroom.Compression.Sections;
using Headroom.Compression.Tables;

namespace Headroom.Compression.Blocks;

/// <summary>
/// Detect → compress → count → accept: gives a block its smallest form under a profile, or leaves it as it is. The same
/// content, context and profile give the same bytes. Thread-safe.
/// </summary>
public sealed class BlockCompressor
{
    private static readonly IContentCompressor[] OfOneKind =
    [
        new JsonCompressor(),
        new LogCompressor(),
        new SearchCompressor(),
        new ListingCompressor(),
        new DiffCompressor(),
        new BuildCompressor(),
        new CodeCompressor(new BuiltInOutline()),
        new TableCompressor(),
        new OpaqueCompressor(),
        new MarkupCompressor(),
        new ProseCompressor(),
    ];

    private static readonly IContentCompressor[] Compressors = [.. OfOneKind, new SectionCompressor(OfOneKind)];

    private readonly CompressionProfile _profile;

    /// <summary>Makes a compressor for one profile.</summary>
    public BlockCompressor(CompressionProfile profile) => _profile = profile;

    /// <value>The profile.</value>
    public CompressionProfile Profile => _profile;

    /// <summary>Compresses one block.</summary>
    /// <param name="content">The block's unescaped UTF-8.</param>
    /// <param name="context">What else is known of it.</param>
    /// <param name="cancellationToken">Ends the work at its deadline.</param>
    /// <exception cref="OperationCanceledException">The deadline has passed; the block stays as it is.</exception>
    public BlockOutcome Compress(ReadOnlySpan<byte> content, in BlockContext context, CancellationToken cancellationToken = default)
    {
        int tokens = _profile.Counter.Count(content);
        if (content.Length < _profile.MinBytes)
        {
            return Unchanged(ContentKind.Text, tokens, BlockDecision.TooShort);
        }

        ContentKind kind = ContentDetector.Detect(content);
        if (kind != ContentKind.Log && !_profile.ElidesCode && FileTools.IsReader(context.ToolName))
        {
            return Unchanged(kind, tokens, BlockDecision.KeptForEditing);
        }

        IContentCompressor? compressor = Array.Find(Compressors, compressor => compressor.Kind == kind);
        IReadOnlyList<Proposal> proposals = compressor?.Propose(content, context, _profile, cancellationToken) ?? [];
        return proposals.Count == 0
            ? Unchanged(kind, tokens, BlockDecision.NoForm)
            : Smallest(content, kind, tokens, proposals);
    }

    /// <summary>
    /// Whether words of a block would be left out, and all of it is prose: only then does a model have anything to say. Costs a
    /// fraction of compressing it.
    /// </summary>
    /// <param name="content">The block's unescaped UTF-8.</param>
    /// <param name="context">What else is known of it.</param>
    /// <param name="cancellationToken">Ends the work at its deadline.</param>
    public bool LeavesWordsOut(ReadOnlySpan<byte> content, in BlockContext context, CancellationToken cancellationToken = default) =>
        !context.IsToolOutput && content.Length >= _profile.MinBytes
        && ContentDetector.Detect(content) == ContentKind.Text && ProseCompressor.LeavesWordsOut(content, context, _profile, cancellationToken);

    private static BlockOutcome Unchanged(ContentKind kind, int tokens, BlockDecision decision) =>
        new() { Kind = kind, TokensBefore = tokens, TokensAfter = tokens, Decision = decision };

    private BlockOutcome Smallest(ReadOnlySpan<byte> content, ContentKind kind, int tokensBefore, IReadOnlyList<Proposal> proposals)
    {
        bool isValid = Utf8.IsValid(content);
        var weighed = new List<WeighedForm>(proposals.Count);

        // Terms that made another form too large have decided as well: a replay needs them.
        Anchors used = Anchors.Union(proposals.Select(proposal => proposal.UsedAnchors));
        BlockOutcome best = Unchanged(kind, tokensBefore, BlockDecision.NoSmallerForm);
        foreach (Proposal proposal in proposals)
        {
            if (isValid && !Utf8.IsValid(proposal.Text))
            {
                // Such bytes would make the request that carries them invalid.
                continue;
            }

            int tokens = _profile.Counter.Count(proposal.Text);
            weighed.Add(new WeighedForm(proposal.Transforms, tokens, proposal.IsLossless));
            if (tokens < best.TokensAfter)
            {
                best = new BlockOutcome
                {
                    Output = proposal.Text,
                    Kind = kind,
                    TokensBefore = tokensBefore,
                    TokensAfter = tokens,
                    IsLossless = proposal.IsLossless,
                    Transforms = proposal.Transforms,
                    ItemCount = proposal.ItemCount,
                    ShownItemCount = proposal.ShownItemCount,
                    UsedAnchors = used,
                    Decision = BlockDecision.Smaller,
                };
            }
        }

        return best with { Weighed = weighed };
    }
}
