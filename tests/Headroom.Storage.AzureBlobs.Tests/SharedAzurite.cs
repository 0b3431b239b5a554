using Azure.Storage.Blobs;
using Headroom.Context.Ports;
using Headroom.Testing.Servers;

namespace Headroom.Storage.AzureBlobs.Tests;

/// <summary>One server for all tests that leave it alone; each test has a container of its own.</summary>
public sealed class SharedAzurite : IAsyncLifetime
{
    private readonly AzuriteServer _server = new();
    private int _containers;

    public string ConnectionString => _server.ConnectionString;

    public string NewContainer() => $"test-{Interlocked.Increment(ref _containers)}";

    public BlobContainerClient Direct(string container) => new(ConnectionString, container);

    internal Task<AzureBlobStores> OpenAsync(string container, TimeProvider? clock = null, RetentionOptions? retention = null) =>
        AzureBlobStores.OpenAsync(
            new AzureBlobStoreOptions
            {
                ConnectionString = ConnectionString,
                Container = container,
                Retention = retention ?? new(),
                OperationTimeout = TimeSpan.FromSeconds(60),
            },
            clock ?? TimeProvider.System, CancellationToken.None);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<SharedAzurite>
{
    public const string Name = "One Azurite";
}
