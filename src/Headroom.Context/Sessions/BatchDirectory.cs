using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Sessions;

/// <summary>
/// What is remembered of a message batch, per tenant: the requests of it in which the model may call our tool, and the results
/// that were completed since. A batch is a ledger of its own; requests and results are contents.
/// </summary>
public sealed class BatchDirectory(ILedgerStore ledger, IContentStore contents)
{
    private const string RequestField = "request:";
    private const string ResultField = "result:";

    /// <summary>Keeps requests before their batch is sent.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    public Task PutAsync(TenantId tenant, IReadOnlyList<BatchRequest> requests, CancellationToken cancellationToken) =>
        contents.PutAsync(tenant, [.. requests.Select(request => Stored(request.Body, "batch-request"))], cancellationToken);

    /// <summary>Ties kept requests to the batch that they became.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    public Task KeepAsync(TenantId tenant, string batchId, IReadOnlyList<BatchRequest> requests, CancellationToken cancellationToken) =>
        ledger.AppendAsync(Key(tenant, batchId), [.. requests.Select(request => Entry(RequestField, request.CustomId, request.Body))], cancellationToken);

    /// <summary>What is known of a batch; <c>null</c> where that is nothing.</summary>
    /// <exception cref="StoreUnavailableException">The ledger cannot be read.</exception>
    public async Task<BatchPlaces?> FindAsync(TenantId tenant, string batchId, CancellationToken cancellationToken)
    {
        SessionKey key = Key(tenant, batchId);
        IReadOnlyList<LedgerEntry> entries = await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        if (entries.Count == 0)
        {
            return null;
        }

        await ledger.RenewAsync(key, cancellationToken).ConfigureAwait(false);
        return new BatchPlaces(Of(entries, RequestField), Of(entries, ResultField));
    }

    /// <summary>Reads a request or a result; <c>null</c> where it is gone.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(TenantId tenant, ContentHash hash, CancellationToken cancellationToken) =>
        await contents.GetAsync(new ChunkKey(tenant, hash), cancellationToken).ConfigureAwait(false) is ContentLookup.Found found ? found.Bytes : null;

    /// <summary>Keeps a completed result, so that whoever reads the results again gets the same bytes.</summary>
    /// <returns>The result that stands: this one, or an earlier writer's.</returns>
    public async Task<ReadOnlyMemory<byte>> CompleteAsync(TenantId tenant, string batchId, string customId, ReadOnlyMemory<byte> result, CancellationToken cancellationToken)
    {
        await contents.PutAsync(tenant, [Stored(result, "batch-result")], cancellationToken).ConfigureAwait(false);
        LedgerEntry entry = Entry(ResultField, customId, result);
        IReadOnlyList<LedgerEntry> standing = await ledger.AppendAsync(Key(tenant, batchId), [entry], cancellationToken).ConfigureAwait(false);
        return standing[0].Value.Span.SequenceEqual(entry.Value.Span)
            ? result
            : await ReadAsync(tenant, new ContentHash(standing[0].Value.Span), cancellationToken).ConfigureAwait(false) ?? result;
    }

    private static StoredContent Stored(ReadOnlyMemory<byte> bytes, string kind) =>
        new(ContentHash.Of(bytes.Span), bytes, null, new ContentDescription(kind, 0));

    private static LedgerEntry Entry(string field, string customId, ReadOnlyMemory<byte> body) => new(field + customId, ContentHash.Of(body.Span).ToArray());

    private static Dictionary<string, ContentHash> Of(IEnumerable<LedgerEntry> entries, string field) => entries
        .Where(entry => entry.Field.StartsWith(field, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Field[field.Length..], entry => new ContentHash(entry.Value.Span));

    private static SessionKey Key(TenantId tenant, string batchId) => SessionKey.Of(tenant, "batch:" + batchId);
}

/// <summary>One request of a batch.</summary>
/// <param name="CustomId">The client's name for it.</param>
/// <param name="Body">Its <c>params</c> as the client wrote them.</param>
public sealed record BatchRequest(string CustomId, ReadOnlyMemory<byte> Body);

/// <summary>Where the parts of a batch are.</summary>
/// <param name="Requests">Requests in which the model may call our tool, by the client's names.</param>
/// <param name="Results">Results that were completed.</param>
public sealed record BatchPlaces(IReadOnlyDictionary<string, ContentHash> Requests, IReadOnlyDictionary<string, ContentHash> Results);
