using Headroom.Context.Ports;
using Headroom.Storage.AzureStates.Blobs;
using Headroom.Storage.AzureStates.Tables;
using Headroom.Testing.Servers;

namespace Headroom.Storage.AzureStates.Tests;

/// <summary>A service of a storage account, emulated, for all tests of a class that leave it alone; each has a place of its own.</summary>
public abstract class StorageAccount : IAsyncLifetime
{
    private int _places;

    /// <value>What <c>Storage:Records</c> calls it.</value>
    public abstract string Name { get; }

    public abstract ServerProcess Server { get; }

    public abstract string ConnectionString { get; }

    public abstract IStorageAdapter Adapter { get; }

    public static StorageAccount Of(string name) => name == "azure-tables" ? new TableAccount() : new BlobAccount();

    public Task InitializeAsync() => Server.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    internal Task<AzureStateStores> OpenAsync(TimeSpan? timeout = null) => OpenAsync(new AzureStateOptions
    {
        ConnectionString = ConnectionString, Place = $"test{Interlocked.Increment(ref _places)}", OperationTimeout = timeout ?? TimeSpan.FromSeconds(60),
    });

    protected abstract Task<AzureStateStores> OpenAsync(AzureStateOptions options);
}

public sealed class TableAccount : StorageAccount
{
    private readonly AzuriteTableServer _server = new();

    public override string Name => "azure-tables";

    public override ServerProcess Server => _server;

    public override string ConnectionString => _server.ConnectionString;

    public override IStorageAdapter Adapter => new AzureTablesAdapter();

    protected override Task<AzureStateStores> OpenAsync(AzureStateOptions options) => AzureStateStores.OpenTableAsync(options, TimeProvider.System, CancellationToken.None);
}

public sealed class BlobAccount : StorageAccount
{
    private readonly AzuriteServer _server = new();

    public override string Name => "azure-blobs";

    public override ServerProcess Server => _server;

    public override string ConnectionString => _server.ConnectionString;

    public override IStorageAdapter Adapter => new AzureBlobStatesAdapter();

    protected override Task<AzureStateStores> OpenAsync(AzureStateOptions options) => AzureStateStores.OpenBlobsAsync(options, TimeProvider.System, CancellationToken.None);
}
