using Azure.Core;
using Azure.Storage.Blobs;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.AzureBlobs.Calls;
using Headroom.Storage.AzureBlobs.Contents;

namespace Headroom.Storage.AzureBlobs;

/// <summary>The content store on Azure Blob Storage. Ledgers and records need a store that is faster for what is small.</summary>
public sealed class AzureBlobStores : IOpenStorage
{
    private readonly AzureBlobContentStore _contents;

    private AzureBlobStores(AzureBlobContentStore contents) => _contents = contents;

    /// <summary>Originals and outputs.</summary>
    public IContentStore Contents => _contents;

    ILedgerStore? IOpenStorage.Ledgers => null;

    IRecordStore? IOpenStorage.Records => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => [];

    /// <summary>Connects and creates the container where it is missing. A blob that was acknowledged is durable: nothing is to be checked.</summary>
    /// <exception cref="ArgumentException">The connection string or the container's name cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">The service cannot be reached or refuses.</exception>
    public static async Task<AzureBlobStores> OpenAsync(
        AzureBlobStoreOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        BlobContainerClient container = Connect(options);
        await new Deadline(options.OperationTimeout).RunAsync(
            "open its container", limit => container.CreateIfNotExistsAsync(cancellationToken: limit), cancellationToken).ConfigureAwait(false);
        return new AzureBlobStores(new AzureBlobContentStore(new ContentBlobs(container), new Retention(options.Retention, timeProvider), options));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _contents.Dispose();
        return ValueTask.CompletedTask;
    }

    private static BlobContainerClient Connect(AzureBlobStoreOptions options)
    {
        BlobClientOptions client = new();
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = 2;
        client.Retry.Delay = TimeSpan.FromMilliseconds(100);
        client.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        client.Retry.NetworkTimeout = options.OperationTimeout;
        client.Diagnostics.IsLoggingContentEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        try
        {
            return new BlobContainerClient(options.ConnectionString, options.Container, client);
        }
        catch (FormatException malformed)
        {
            throw new ArgumentException("The connection string of the blob store cannot be read.", nameof(options), malformed);
        }
    }
}
