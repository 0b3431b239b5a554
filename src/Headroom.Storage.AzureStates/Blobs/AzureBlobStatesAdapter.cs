using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.AzureStates.Blobs;

[assembly: StorageAdapter("azure-blobs", typeof(AzureBlobStatesAdapter), Ports = StoragePorts.Records)]

namespace Headroom.Storage.AzureStates.Blobs;

/// <summary>
/// Opens the container of records by configuration, by the settings of the content store on the same account:
/// <c>ConnectionString</c> (required), <c>Container</c>, beside which records have one of their own, and <c>OperationTimeout</c>.
/// </summary>
public sealed class AzureBlobStatesAdapter : IStorageAdapter
{
    private const string Container = "Container";

    /// <summary>What ages in the container of contents, by a rule of the account too, must not take records with it.</summary>
    private const string Suffix = "-records";

    /// <inheritdoc/>
    public async Task<IOpenStorage> OpenAsync(
        IReadOnlyDictionary<string, string> settings,
        RetentionOptions retention,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        StorageSettings known = new("azure-blobs", settings, nameof(AzureStateOptions.ConnectionString), Container, nameof(AzureStateOptions.OperationTimeout));
        return await AzureStateStores.OpenBlobsAsync(AzureStateStores.Read(known, Container, "headroom", Suffix), timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
