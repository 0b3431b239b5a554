using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.AzureStates.Tables;

[assembly: StorageAdapter("azure-tables", typeof(AzureTablesAdapter), Ports = StoragePorts.Records)]

namespace Headroom.Storage.AzureStates.Tables;

/// <summary>
/// Opens the table by configuration. Settings: <c>ConnectionString</c> (required), <c>Table</c>, <c>OperationTimeout</c>.
/// </summary>
public sealed class AzureTablesAdapter : IStorageAdapter
{
    private const string Table = "Table";

    /// <inheritdoc/>
    public async Task<IOpenStorage> OpenAsync(
        IReadOnlyDictionary<string, string> settings,
        RetentionOptions retention,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        StorageSettings known = new("azure-tables", settings, nameof(AzureStateOptions.ConnectionString), Table, nameof(AzureStateOptions.OperationTimeout));
        return await AzureStateStores.OpenTableAsync(AzureStateStores.Read(known, Table, "HeadroomRecords"), timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
