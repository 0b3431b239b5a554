using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.AzureTables;

[assembly: StorageAdapter("azure-tables", typeof(AzureTablesAdapter))]

namespace Headroom.Storage.AzureTables;

/// <summary>
/// Opens the table by configuration. Settings: <c>ConnectionString</c> (required), <c>Table</c>, <c>OperationTimeout</c>.
/// </summary>
public sealed class AzureTablesAdapter : IStorageAdapter
{
    /// <inheritdoc/>
    public async Task<IOpenStorage> OpenAsync(
        IReadOnlyDictionary<string, string> settings,
        RetentionOptions retention,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        StorageSettings known = new(
            "azure-tables", settings,
            nameof(AzureTableStoreOptions.ConnectionString), nameof(AzureTableStoreOptions.Table), nameof(AzureTableStoreOptions.OperationTimeout));
        AzureTableStoreOptions options = new()
        {
            ConnectionString = known.Required(nameof(AzureTableStoreOptions.ConnectionString)),
            Table = known.Optional(nameof(AzureTableStoreOptions.Table)) ?? "HeadroomRecords",
            OperationTimeout = known.Time(nameof(AzureTableStoreOptions.OperationTimeout), TimeSpan.FromSeconds(5)),
        };
        return await AzureTableStores.OpenAsync(options, timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
