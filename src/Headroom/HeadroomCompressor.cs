using System.Text;
using Headroom.Compression.Blocks;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Tenants;
using Headroom.Stores;

namespace Headroom;

/// <summary>Compresses in this process.</summary>
public sealed class HeadroomCompressor : IMessageCompressor
{
    private readonly MessageCompression _compression;
    private readonly ContentRetrieval _retrieval;

    /// <summary>Keeps originals in the given stores.</summary>
    /// <param name="contents">Where originals are kept, for as long as anything shows their markers.</param>
    /// <param name="records">Where the secret of the markers is kept, as long as those.</param>
    public HeadroomCompressor(IContentStore contents, IRecordStore records)
    {
        _compression = new MessageCompression(contents, new TenantSecrets(records), new ProfileSelection(CompressionProfiles.Balanced, []));
        _retrieval = new ContentRetrieval(contents, TokenCounters.O200k, new RetrievalOptions());
    }

    /// <summary>Keeps originals in memory.</summary>
    /// <param name="options">The bounds; everything has a default.</param>
    /// <param name="time">The clock; <c>null</c> for the machine's.</param>
    public HeadroomCompressor(RetentionOptions? options = null, TimeProvider? time = null)
        : this(new ProcessContentStore(options ?? InMemory, time ?? TimeProvider.System), new ProcessRecordStore())
    {
    }

    /// <value>One for the whole process, with its originals in memory: 256 MiB at most, the least recently shown go first.</value>
    public static IMessageCompressor Shared { get; } = new HeadroomCompressor();

    private static RetentionOptions InMemory => new() { QuotaBytes = 256L << 20, ActiveFor = TimeSpan.Zero };

    /// <summary>Compresses the tool results in a list of messages, with <see cref="Shared"/>.</summary>
    /// <inheritdoc cref="IMessageCompressor.CompressAsync"/>
    public static Task<CompressionResult> CompressAsync(string messages, MessageOptions? options = null, CancellationToken cancellationToken = default) =>
        Shared.CompressAsync(messages, options, cancellationToken);

    /// <inheritdoc/>
    async Task<CompressionResult> IMessageCompressor.CompressAsync(string messages, MessageOptions? options, CancellationToken cancellationToken)
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
    async Task<RetrievedText> IMessageCompressor.RetrieveAsync(string hash, string? query, string? range, CancellationToken cancellationToken)
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
