using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Storage.AzureBlobs.Calls;

namespace Headroom.Storage.AzureBlobs.Contents;

/// <summary>The requests, one each. A write names what it expects to find; <c>false</c> says that another writer was faster.</summary>
internal sealed class ContentBlobs(BlobContainerClient container)
{
    public async Task<FoundBlob?> FindAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await container.GetBlobClient(BlobNames.Content(key))
                .GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return new FoundBlob(key.Hash, ContentState.From(properties.Metadata), properties.ETag, properties.ContentLength);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task<(FoundBlob Blob, ReadOnlyMemory<byte> Frame)?> ReadAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        if (await DownloadAsync(BlobNames.Content(key), cancellationToken).ConfigureAwait(false) is not { } blob)
            return null;
        FoundBlob found = new(key.Hash, ContentState.From(blob.Details.Metadata), blob.Details.ETag, blob.Details.ContentLength);
        return (found, blob.Content.ToMemory());
    }

    /// <param name="key">The content.</param>
    /// <param name="frame">Its bytes; empty for a trace.</param>
    /// <param name="state">Its metadata.</param>
    /// <param name="expected">The version to replace; <c>null</c> where there must be none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<bool> WriteAsync(ChunkKey key, byte[] frame, ContentState state, ETag? expected, CancellationToken cancellationToken) =>
        WinsAsync(container.GetBlobClient(BlobNames.Content(key)).UploadAsync(
            BinaryData.FromBytes(frame),
            new BlobUploadOptions { Metadata = state.ToMetadata(), Conditions = Expect(expected) },
            cancellationToken));

    public Task<bool> DescribeAsync(ChunkKey key, ContentState state, ETag expected, CancellationToken cancellationToken) =>
        WinsAsync(container.GetBlobClient(BlobNames.Content(key)).SetMetadataAsync(state.ToMetadata(), Expect(expected), cancellationToken));

    public Task<bool> DeleteAsync(ChunkKey key, ETag expected, CancellationToken cancellationToken) =>
        WinsAsync(container.GetBlobClient(BlobNames.Content(key))
            .DeleteIfExistsAsync(conditions: Expect(expected), cancellationToken: cancellationToken));

    /// <summary>Written anew with each renewal of its content, so that both have the same age for a lifecycle policy.</summary>
    public Task WriteMarkerAsync(TenantId tenant, MarkerHash marker, ContentHash hash, CancellationToken cancellationToken) =>
        container.GetBlobClient(BlobNames.Marker(tenant, marker))
            .UploadAsync(BinaryData.FromString(hash.ToString()), overwrite: true, cancellationToken);

    public Task DeleteMarkerAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken) =>
        container.GetBlobClient(BlobNames.Marker(tenant, marker)).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    public async Task<ContentHash?> ReadMarkerAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken) =>
        await DownloadAsync(BlobNames.Marker(tenant, marker), cancellationToken).ConfigureAwait(false) is { } blob
            ? ContentHash.Parse(blob.Content.ToString())
            : null;

    /// <summary>Every content of a tenant, traces included, a page of the service's listing at a time.</summary>
    public async IAsyncEnumerable<FoundBlob> ListAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string prefix = BlobNames.Contents(tenant);
        GetBlobsOptions options = new() { Traits = BlobTraits.Metadata, Prefix = prefix };
        await foreach (BlobItem item in container.GetBlobsAsync(options, cancellationToken).ConfigureAwait(false))
        {
            if (item.Name.Length == prefix.Length + (ContentHash.Size * 2))
                yield return new FoundBlob(
                    ContentHash.Parse(item.Name[prefix.Length..]), ContentState.From(item.Metadata),
                    item.Properties.ETag ?? default, item.Properties.ContentLength ?? 0);
        }
    }

    private async Task<BlobDownloadResult?> DownloadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await container.GetBlobClient(name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private static BlobRequestConditions Expect(ETag? expected) =>
        expected is { } version ? new BlobRequestConditions { IfMatch = version } : new BlobRequestConditions { IfNoneMatch = ETag.All };

    /// <summary>409: there is one already. 412: there is another version. 404: there is none any more.</summary>
    private static async Task<bool> WinsAsync<T>(Task<Response<T>> write)
    {
        try
        {
            await write.ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException faster) when (faster.Status is 409 or 412
            || (faster.Status == 404 && faster.ErrorCode == BlobErrorCode.BlobNotFound))
        {
            return false;
        }
    }
}

/// <summary>A content's blob as it was found.</summary>
internal sealed record FoundBlob(ContentHash Hash, ContentState State, ETag ETag, long StoredLength);
