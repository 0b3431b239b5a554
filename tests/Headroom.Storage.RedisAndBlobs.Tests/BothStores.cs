using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.AzureBlobs;
using Headroom.Storage.Redis;
using Headroom.Testing.Servers;

namespace Headroom.Storage.RedisAndBlobs.Tests;

/// <summary>One Redis and one Azurite for all tests; each has a database and a container of its own.</summary>
public sealed class BothServers : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _opened;

    public RedisServer Redis { get; } = new();

    public AzuriteServer Azurite { get; } = new();

    public Task InitializeAsync() => Task.WhenAll(Redis.StartAsync(), Azurite.StartAsync());

    public async Task DisposeAsync()
    {
        await Redis.DisposeAsync();
        await Azurite.DisposeAsync();
    }

    internal Task<BothStores> OpenAsync(TimeProvider clock, RetentionOptions retention)
    {
        int number = Interlocked.Increment(ref _opened);
        return OpenAsync($"{Redis.Endpoint},defaultDatabase={number}", $"test-{number}", clock, retention);
    }

    internal async Task<BothStores> OpenAsync(string redis, string container, TimeProvider clock, RetentionOptions retention) => new(
        await RedisStores.OpenAsync(new RedisStoreOptions { ConnectionString = redis, Retention = retention, OperationTimeout = Patience }, clock, CancellationToken.None),
        await AzureBlobStores.OpenAsync(
            new AzureBlobStoreOptions { ConnectionString = Azurite.ConnectionString, Container = container, Retention = retention, OperationTimeout = Patience }, clock, CancellationToken.None));
}

/// <summary>The two stores, opened.</summary>
internal sealed record BothStores(RedisStores Redis, AzureBlobStores Blobs) : IAsyncDisposable
{
    public IContentStore AsOne(int threshold) => new TieredContentStore(Redis.Contents, Blobs.Contents, threshold);

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        await Blobs.DisposeAsync();
    }
}
