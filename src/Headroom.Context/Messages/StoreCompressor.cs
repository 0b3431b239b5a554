using System.Text;
using Headroom.Compression.Blocks;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Tenants;

namespace Headroom.Context.Messages;

/// <summary>Compresses in this process, with the balanced profile, and keeps originals in the given stores.</summary>
/// <param name="contents">Where originals are kept, for as long as anything shows their markers.</param>
/// <param name="records">Where the secret of the markers is kept, as long as those.</param>
public sealed class StoreCompressor(IContentStore contents, IRecordStore records) : IMessageCompressor
{
    private readonly MessageCompression _compression = new(contents, new TenantSecrets(records), new ProfileSelection(CompressionProfiles.Balanced, []));
    private readonly ContentRetrieval _retrieval = new(contents, TokenCounters.O200k, new RetrievalOptions());

    /// <inheritdoc/>
    public async Task<CompressionResult> CompressAsync(string messages, MessageOptions? options, CancellationToken cancellationToken)
    {
        if (!MessageFile.TryRead(Encoding.UTF8.GetBytes(messages), out ReadOnlyMemory<byte> body))
        {
            throw new ArgumentException("The text is no JSON list of messages that have roles.", nameof(messages));
        }

        try
        {
            CompressedMessages compressed = (await _compression.CompressAsync(TenantId.Local, body, options ?? new MessageOptions(), cancellationToken).ConfigureAwait(false))!;
            return new CompressionResult(
                Encoding.UTF8.GetString(compressed.Messages.Span), compressed.TokensBefore, compressed.TokensAfter, compressed.Transforms, compressed.Markers);
        }
        catch (StoreUnavailableException unavailable)
        {
            return CompressionResult.Unchanged(messages, $"The originals could not be kept: {unavailable.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task<RetrievedText> RetrieveAsync(string hash, string? query, string? range, CancellationToken cancellationToken)
    {
        RetrievalLookup lookup = await _retrieval.FindAsync(TenantId.Local, hash, cancellationToken).ConfigureAwait(false);
        if (lookup is not RetrievalLookup.Found found)
        {
            return new RetrievedText(ContentRetrieval.Explain(((RetrievalLookup.Missing)lookup).Reason, hash), IsFound: false);
        }

        await _retrieval.CountAsync(found.Key, cancellationToken).ConfigureAwait(false);
        RetrievedParts parts = _retrieval.Read(found, query, range);
        return new RetrievedText(parts.Text ?? string.Join('\n', parts.Matches!), IsFound: true);
    }
}
