using Azure.Data.Tables;
using Headroom.Context.Ports;
using Headroom.Storage.AzureTables.Calls;
using Headroom.Storage.AzureTables.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Headroom.Storage.AzureTables;

/// <summary>The record store on Azure Table Storage. Ledgers and contents need a store that appends, or keeps what is long.</summary>
public sealed class AzureTableStores : IOpenStorage
{
    /// <summary>Part of every row's key; not the cluster's name, so that a cluster that is renamed finds its records.</summary>
    private const string ServiceId = "headroom";

    private AzureTableStores(IRecordStore records) => Records = records;

    /// <summary>Small mutable records.</summary>
    public IRecordStore Records { get; }

    IContentStore? IOpenStorage.Contents => null;

    ILedgerStore? IOpenStorage.Ledgers => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => [];

    /// <summary>Connects and creates the table where it is missing. A row that was acknowledged is durable: nothing is to be checked.</summary>
    /// <exception cref="ArgumentException">The connection string or the table's name cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">The service cannot be reached or refuses.</exception>
    public static async Task<AzureTableStores> OpenAsync(AzureTableStoreOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        AzureTableStorageOptions table = new()
        {
            TableName = options.Table,
            TableServiceClient = Connect(options),
            GrainStorageSerializer = new RecordSerializer(),
        };
        AzureTableGrainStorage storage = new(
            "records", table, Options.Create(new ClusterOptions { ServiceId = ServiceId, ClusterId = ServiceId }), NullLogger<AzureTableGrainStorage>.Instance, new RecordActivator());
        StorageStart start = new();
        storage.Participate(start);
        TableDeadline deadline = new(options.OperationTimeout, timeProvider);
        await deadline.RunAsync("open its table", () => start.RunAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return new AzureTableStores(new GrainStateRecordStore(storage, deadline));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TableServiceClient Connect(AzureTableStoreOptions options)
    {
        TableClientOptions client = new();
        client.Retry.MaxRetries = 2;
        client.Retry.Delay = TimeSpan.FromMilliseconds(100);
        client.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        client.Retry.NetworkTimeout = options.OperationTimeout;
        client.Diagnostics.IsLoggingContentEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        try
        {
            return new TableServiceClient(options.ConnectionString, client);
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidOperationException)
        {
            throw new ArgumentException("The connection string of the table cannot be read.", nameof(options), malformed);
        }
    }
}
