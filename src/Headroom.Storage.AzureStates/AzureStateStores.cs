using Azure.Core;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.AzureStates.Blobs;
using Headroom.Storage.AzureStates.Calls;
using Headroom.Storage.AzureStates.Records;
using Headroom.Storage.AzureStates.Tables;
using Orleans.Storage;

namespace Headroom.Storage.AzureStates;

/// <summary>The record store on an Azure storage account. Ledgers and contents need a store that appends, or keeps what is long.</summary>
public sealed class AzureStateStores : IOpenStorage
{
    private AzureStateStores(IRecordStore records) => Records = records;

    /// <summary>Small mutable records.</summary>
    public IRecordStore Records { get; }

    IContentStore? IOpenStorage.Contents => null;

    ILedgerStore? IOpenStorage.Ledgers => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => [];

    /// <summary>Connects and creates the table where it is missing. A row that was acknowledged is durable: nothing is to be checked.</summary>
    /// <exception cref="ArgumentException">The connection string or the table's name cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">The service cannot be reached or refuses.</exception>
    public static Task<AzureStateStores> OpenTableAsync(AzureStateOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OpenAsync("table", TableStates.Open(options), TableStates.Tags, options, timeProvider, cancellationToken);
    }

    /// <summary>Connects and creates the container where it is missing. A blob that was acknowledged is durable: nothing is to be checked.</summary>
    /// <exception cref="ArgumentException">The connection string or the container's name cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">The service cannot be reached or refuses.</exception>
    public static Task<AzureStateStores> OpenBlobsAsync(AzureStateOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OpenAsync("container", BlobStates.Open(options), BlobStates.Tags, options, timeProvider, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens one by configuration, which names the place in a setting of its own.</summary>
    internal static AzureStateOptions Read(StorageSettings settings, string place, string fallback, string suffix = "") => new()
    {
        ConnectionString = settings.Required(nameof(AzureStateOptions.ConnectionString)),
        Place = (settings.Optional(place) ?? fallback) + suffix,
        OperationTimeout = settings.Time(nameof(AzureStateOptions.OperationTimeout), TimeSpan.FromSeconds(5)),
    };

    /// <summary>What all clients of the account have in common: few retries, so that the deadline is met, and no word of what they carry.</summary>
    internal static T Patient<T>(T client, AzureStateOptions options)
        where T : ClientOptions
    {
        client.Retry.MaxRetries = 2;
        client.Retry.Delay = TimeSpan.FromMilliseconds(100);
        client.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        client.Retry.NetworkTimeout = options.OperationTimeout;
        client.Diagnostics.IsLoggingContentEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        return client;
    }

    private static async Task<AzureStateStores> OpenAsync<TStorage>(
        string place, TStorage storage, EntityTags tags, AzureStateOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
        where TStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        StorageStart start = new();
        storage.Participate(start);
        StateDeadline deadline = new(place, options.OperationTimeout, timeProvider);
        await deadline.RunAsync("open", () => start.RunAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return new AzureStateStores(new GrainStateRecordStore(storage, tags, deadline));
    }
}
