using System.Globalization;
using System.Text;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Tenants;

namespace Headroom.Mcp.Backends;

/// <summary>The tools over the store of this process.</summary>
public sealed class StoreBackend(IContentStore contents, TenantSecrets secrets, MessageCompression compression, ContentRetrieval retrieval, TenantId tenant) : IToolBackend
{
    /// <inheritdoc/>
    public async Task<CompressedContent> CompressAsync(string content, string? question, CancellationToken cancellationToken)
    {
        byte[] text = Encoding.UTF8.GetBytes(content);
        var options = new MessageOptions { Question = question };
        try
        {
            if (MessageFile.TryRead(text, out ReadOnlyMemory<byte> body)
                && await compression.CompressAsync(tenant, body, options, cancellationToken).ConfigureAwait(false) is { } messages)
            {
                string whole = await KeepAsync(text, (int)messages.TokensBefore, cancellationToken).ConfigureAwait(false);
                return new CompressedContent(
                    Encoding.UTF8.GetString(messages.Messages.Span), whole, messages.TokensBefore, messages.TokensAfter, messages.Transforms, messages.Markers);
            }

            CompressedText compressed = await compression.CompressTextAsync(tenant, text, options, cancellationToken).ConfigureAwait(false);
            string hash = compressed.Block.Marker ?? await KeepAsync(text, (int)compressed.TokensBefore, cancellationToken).ConfigureAwait(false);
            return new CompressedContent(
                Encoding.UTF8.GetString(compressed.Text.Span), hash, compressed.TokensBefore, compressed.TokensAfter, compressed.Block.Transforms,
                compressed.Block.Marker is { } marker ? [marker] : []);
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new ToolException($"Nothing was compressed, since the original could not be stored: {unavailable.Message}", unavailable);
        }
    }

    /// <inheritdoc/>
    public async Task<RetrievedContent> RetrieveAsync(string hash, string? query, string? range, CancellationToken cancellationToken)
    {
        RetrievalLookup lookup = await retrieval.FindAsync(tenant, hash, cancellationToken).ConfigureAwait(false);
        if (lookup is not RetrievalLookup.Found found)
        {
            throw new ToolException(ContentRetrieval.Explain(((RetrievalLookup.Missing)lookup).Reason, hash));
        }

        long count = await retrieval.CountAsync(found.Key, cancellationToken).ConfigureAwait(false);
        RetrievedParts parts = retrieval.Read(found, query, range);
        return new RetrievedContent(
            found.Marker.ToString(), "local", parts.Text, parts.Matches, found.Description.ItemCount, found.Description.ShownItemCount, count);
    }

    /// <inheritdoc/>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            ContentTotals totals = await contents.TotalsAsync(tenant, cancellationToken).ConfigureAwait(false);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Store: {totals.Entries} contents, {totals.Bytes:N0} bytes ({totals.StoredBytes:N0} on disk), retrieved {totals.Retrievals} times.");
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new ToolException($"The store did not answer: {unavailable.Message}", unavailable);
        }
    }

    /// <summary>Keeps a content that nothing was left out of: whoever asked for a handle can redeem it.</summary>
    private async Task<string> KeepAsync(byte[] content, int tokens, CancellationToken cancellationToken)
    {
        var hash = ContentHash.Of(content);
        MarkerHash marker = TenantSecrets.Marker((await secrets.GetAsync(tenant, cancellationToken).ConfigureAwait(false)).Span, hash);
        await contents.PutAsync(tenant, [new StoredContent(hash, content, marker, new ContentDescription("original", tokens))], cancellationToken).ConfigureAwait(false);
        return marker.ToString();
    }
}
