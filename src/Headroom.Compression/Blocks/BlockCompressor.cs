using System.Text.Unicode;
using Headroom.Compression.Builds;
using Headroom.Compression.Detection;
using Headroom.Compression.Diffs;
using Headroom.Compression.Json;
using Headroom.Compression.Listings;
using Headroom.Compression.Logs;
using Headroom.Compression.Search;

namespace Headroom.Compression.Blocks;

/// <summary>
/// Detect → compress → count → accept: gives a block its smallest form under a profile, or leaves it as it is. The same
/// content, context and profile give the same bytes. Thread-safe.
/// </summary>
public sealed class BlockCompressor
{
    private static readonly IContentCompressor[] Compressors = [new JsonCompressor(), new LogCompressor(), new SearchCompressor(), new ListingCompressor(), new DiffCompressor(), new BuildCompressor()];

    private readonly CompressionProfile _profile;

    /// <summary>Makes a compressor for one profile.</summary>
    public BlockCompressor(CompressionProfile profile) => _profile = profile;

    /// <summary>Compresses one block.</summary>
    /// <param name="content">The block's unescaped UTF-8.</param>
    /// <param name="context">What else is known of it.</param>
    /// <param name="cancellationToken">Ends the work at its deadline.</param>
    /// <exception cref="OperationCanceledException">The deadline has passed; the block stays as it is.</exception>
    public BlockOutcome Compress(ReadOnlySpan<byte> content, in BlockContext context, CancellationToken cancellationToken = default)
    {
        int tokensBefore = _profile.Counter.Count(content);
        ContentKind kind = content.Length < _profile.MinBytes ? ContentKind.Text : ContentDetector.Detect(content);
        var unchanged = new BlockOutcome { Kind = kind, TokensBefore = tokensBefore, TokensAfter = tokensBefore };
        if (content.Length < _profile.MinBytes || (kind != ContentKind.Log && !_profile.ElidesCode && FileReadTools.Contains(context.ToolName)))
        {
            return unchanged;
        }

        BlockOutcome best = unchanged;
        foreach (IContentCompressor compressor in Compressors)
        {
            if (compressor.Kind != kind)
            {
                continue;
            }

            bool isValid = Utf8.IsValid(content);
            foreach (Proposal proposal in compressor.Propose(content, context, _profile, cancellationToken))
            {
                if (isValid && !Utf8.IsValid(proposal.Text))
                {
                    // Such bytes would make the request that carries them invalid.
                    continue;
                }

                int tokens = _profile.Counter.Count(proposal.Text);
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
                        UsedAnchors = proposal.UsedAnchors,
                    };
                }
            }
        }

        return best;
    }
}
