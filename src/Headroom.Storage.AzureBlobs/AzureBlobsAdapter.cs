using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.AzureBlobs;

[assembly: StorageAdapter("azure-blobs", typeof(AzureBlobsAdapter), Ports = StoragePorts.Contents)]

namespace Headroom.Storage.AzureBlobs;

/// <summary>
/// Opens the blob store by configuration. Settings: <c>ConnectionString</c> (required), <c>Container</c>, <c>OperationTimeout</c>.
/// </summary>
public sealed class AzureBlobsAdapter : IStorageAdapter
{
    /// <inheritdoc/>
    public async Task<IOpenStorage> OpenAsync(
        IReadOnlyDictionary<string, string> settings,
        RetentionOptions retention,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        StorageSettings known = new(
            "azure-blobs", settings,
            nameof(AzureBlobStoreOptions.ConnectionString), nameof(AzureBlobStoreOptions.Container), nameof(AzureBlobStoreOptions.OperationTimeout));
        AzureBlobStoreOptions options = new()
        {
            ConnectionString = known.Required(nameof(AzureBlobStoreOptions.ConnectionString)),
            Container = known.Optional(nameof(AzureBlobStoreOptions.Container)) ?? "headroom",
            OperationTimeout = known.Time(nameof(AzureBlobStoreOptions.OperationTimeout), TimeSpan.FromSeconds(10)),
            Retention = retention,
        };
        return await AzureBlobStores.OpenAsync(options, timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
