using Headroom.Context.Ports;
using Headroom.Testing.Servers;

namespace Headroom.Storage.Redis.Tests;

/// <summary>One server for all tests that leave it alone; each test has a database of its own.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private readonly RedisServer _server = new();
    private int _databases;

    public string NewDatabase() => $"{_server.Endpoint},defaultDatabase={Interlocked.Increment(ref _databases)}";

    internal Task<RedisStores> OpenAsync(TimeProvider? clock = null, RetentionOptions? retention = null) =>
        OpenAsync(NewDatabase(), clock, retention);

    internal static Task<RedisStores> OpenAsync(string connectionString, TimeProvider? clock = null, RetentionOptions? retention = null) =>
        RedisStores.OpenAsync(
            new RedisStoreOptions
            {
                ConnectionString = connectionString, Retention = retention ?? new(), OperationTimeout = TimeSpan.FromSeconds(30),
            },
            clock ?? TimeProvider.System, CancellationToken.None);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<SharedRedis>
{
    public const string Name = "One Redis";
}
