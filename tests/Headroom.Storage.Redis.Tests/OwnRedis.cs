using Headroom.Testing.Servers;
using StackExchange.Redis;

namespace Headroom.Storage.Redis.Tests;

/// <summary>A server that a test may break, and the stores that it opened there.</summary>
internal sealed class OwnRedis(params string[] arguments) : IAsyncDisposable
{
    private readonly List<RedisStores> _stores = [];

    public RedisServer Server { get; } = new(arguments);

    public static async Task<OwnRedis> StartAsync(params string[] arguments)
    {
        OwnRedis redis = new(arguments);
        await redis.Server.StartAsync();
        return redis;
    }

    public async Task<RedisStores> OpenAsync(bool allowWeak = false, TimeSpan? timeout = null)
    {
        RedisStoreOptions options = new()
        {
            ConnectionString = Server.Endpoint,
            AllowWeakDurability = allowWeak,
            OperationTimeout = timeout ?? TimeSpan.FromSeconds(30),
        };
        RedisStores stores = await RedisStores.OpenAsync(options, TimeProvider.System, CancellationToken.None);
        _stores.Add(stores);
        return stores;
    }

    /// <summary>Fills the server, if the limit is below what it needs to run; <c>0</c> takes the limit away.</summary>
    public async Task LimitMemoryAsync(string limit)
    {
        await using ConnectionMultiplexer direct = await ConnectionMultiplexer.ConnectAsync(Server.Endpoint + ",allowAdmin=true");
        await direct.GetServers()[0].ConfigSetAsync("maxmemory", limit);
    }

    /// <summary>Starts the server again and returns when the stores have found it.</summary>
    public async Task RestartAsync(RedisStores stores)
    {
        TaskCompletionSource restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
        stores.Restored += (_, connection) =>
        {
            if (connection.ConnectionType == ConnectionType.Interactive)
                restored.TrySetResult();
        };
        await Server.StartAsync();
        await restored.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RedisStores stores in _stores)
            await stores.DisposeAsync();
        await Server.DisposeAsync();
    }
}
